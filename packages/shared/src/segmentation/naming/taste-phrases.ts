import { titleWords } from "../../taste/title-words.ts";
import type { Described } from "../../taste/traits.ts";
import { latestNumbers } from "../../taste/latest-products.ts";
import type { TasteInput } from "../refit/refit-input.ts";

/** A word of titles, two in a row, or a category, that customers of a group buy more than others. */
export interface Phrase {
  readonly text: string;
  /** Of the group's customers those with a product that is called so; of all others. */
  readonly share: number;
  readonly elsewhere: number;
  /** What the phrase tells of the group: share x ln(share / elsewhere), the group's part in the divergence of Kullback and Leibler. */
  readonly weight: number;
}

export interface Grouped {
  /** Rows of the input that take part, and the group of each. */
  readonly rows: Int32Array;
  readonly labels: Int32Array;
  readonly k: number;
}

const KEPT = 24;
/** A phrase that fewer of a group know is a detail. */
const SMALLEST_SHARE = 0.1;

/** The phrases that tell most of each group, best first. */
export function tastePhrases({ latest, products }: TasteInput, { rows, labels, k }: Grouped): readonly (readonly Phrase[])[] {
  const phrases = products.map(phrasesOf);
  const sizes = new Float64Array(k);
  const counts = new Map<string, Float64Array>();
  rows.forEach((row, at) => {
    const group = labels[at];
    if (group < 0) return;
    sizes[group]++;
    for (const phrase of new Set(Array.from(latestNumbers(latest, row), (number) => phrases[number - 1]).flat())) {
      const count = counts.get(phrase) ?? new Float64Array(k);
      counts.set(phrase, count);
      count[group]++;
    }
  });
  return Array.from(sizes, (_, group) => phrasesOfGroup(counts, sizes, group));
}

function phrasesOf({ title, category }: Described): string[] {
  const words = titleWords(title);
  const pairs = words.slice(1).map((word, at) => `${words[at]} ${word}`);
  return [...words, ...pairs, ...(category === undefined ? [] : [category.toLowerCase()])];
}

function phrasesOfGroup(counts: ReadonlyMap<string, Float64Array>, sizes: Float64Array, group: number): readonly Phrase[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const others = total - sizes[group];
  const found: Phrase[] = [];
  for (const [text, count] of counts) {
    const all = count.reduce((sum, n) => sum + n, 0);
    // One customer is added on each side, so that a word nobody else knows has a finite weight.
    const share = (count[group] + all / total) / (sizes[group] + 1);
    const elsewhere = (all - count[group] + all / total) / (others + 1);
    if (share >= SMALLEST_SHARE && share > elsewhere) found.push({ text, share, elsewhere, weight: share * Math.log(share / elsewhere) });
  }
  return found.sort((a, b) => b.weight - a.weight || (a.text < b.text ? -1 : 1)).slice(0, KEPT);
}
