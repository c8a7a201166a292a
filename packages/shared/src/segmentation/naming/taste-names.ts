import type { Strategy } from "../model.ts";
import type { Naming, NamingMemory } from "./naming.ts";
import type { Phrase } from "./taste-phrases.ts";

const STRATEGY: Strategy = {
  summary: "They buy alike: show each what the others of the group buy.",
  channel: "on-site recommendations",
  offer: "the group's favourites that the customer does not have yet",
  goal: "raise the share of orders with a recommended item by 5 points within a quarter",
};

/** Two words in a row say more than each of them, if they are nearly as telling. */
const PAIR_BONUS = 1.5;
const EXPLAINED = 3;
/** A name says what is among the so many phrases that tell most. */
const TELLING = 10;

/** A segment of a taste to be named: what is bought more there than elsewhere, best first. */
export interface UnnamedTaste {
  readonly id: string;
  readonly phrases: readonly Phrase[];
  readonly memory: NamingMemory | null;
}

/**
 * Taste segments are called by what they buy more than others, "Lunch Bag & Spaceboy". A name stays as long as what it says is still among what tells most
 * of the segment, and else until the same other one has been better at two fits on end; given by hand it stays for good. No two are the same.
 */
export function nameTastes(segments: readonly UnnamedTaste[]): Naming[] {
  const taken = new Set<string>();
  for (const { memory } of segments) if (memory?.pinned === true) taken.add(memory.name);
  const names = new Map<UnnamedTaste, Pick<Naming, "name" | "rule" | "pendingRule">>();
  // Those with a past first: a fresh one must not take their name.
  for (const segment of [...segments].sort((a, b) => Number(a.memory === null) - Number(b.memory === null))) {
    const named = nameOf(segment, taken);
    taken.add(named.name);
    names.set(segment, named);
  }
  return segments.map((segment) => ({
    ...(names.get(segment) ?? nameOf(segment, taken)),
    explanation: explain(segment.phrases),
    strategy: STRATEGY,
    pinned: segment.memory?.pinned === true,
  }));
}

/** The rule of a taste is what its name says, in the words of the titles. */
function nameOf({ id, phrases, memory }: UnnamedTaste, taken: ReadonlySet<string>): Pick<Naming, "name" | "rule" | "pendingRule"> {
  const rule = subjectOf(phrases, taken) ?? id.replace("-", " ");
  const fresh = { name: titleCase(rule), rule, pendingRule: null };
  if (memory === null) return fresh;
  return memory.pinned ? { ...fresh, name: memory.name } : (kept(memory, { rule, phrases, taken }) ?? fresh);
}

interface Found {
  readonly rule: string;
  readonly phrases: readonly Phrase[];
  readonly taken: ReadonlySet<string>;
}

function kept({ name, rule, pendingRule }: NamingMemory, found: Found): Pick<Naming, "name" | "rule" | "pendingRule"> | null {
  if (rule === found.rule || found.taken.has(name)) return null;
  if (stillTrue(rule, found.phrases)) return { name, rule, pendingRule: null };
  return pendingRule === found.rule ? null : { name, rule, pendingRule: found.rule };
}

const JOINT = " & ";

const stillTrue = (rule: string, phrases: readonly Phrase[]): boolean => rule.split(JOINT).every((part) => phrases.slice(0, TELLING).some(({ text }) => text === part));

/** The two phrases that say most without a word in common; the first two of which no other segment is called. */
function subjectOf(phrases: readonly Phrase[], taken: ReadonlySet<string>): string | null {
  const telling = phrases
    .map(({ text, weight }) => ({ text, weight: text.includes(" ") ? weight * PAIR_BONUS : weight }))
    .sort((a, b) => b.weight - a.weight);
  for (const first of telling) {
    const words = new Set(first.text.split(" "));
    const second = telling.find(({ text }) => text.split(" ").every((word) => !words.has(word)) && !isContinuation(first.text, text, telling));
    const subject = second === undefined ? first.text : `${first.text}${JOINT}${second.text}`;
    if (!taken.has(titleCase(subject))) return subject;
  }
  return null;
}

/** Whether both are parts of one title, as "water bottle" and "hot" are. */
function isContinuation(first: string, second: string, telling: readonly { readonly text: string }[]): boolean {
  const [last, next] = [first.split(" "), second.split(" ")];
  return telling.some(({ text }) => text === `${last.at(-1)} ${next[0]}` || text === `${next.at(-1)} ${last[0]}`);
}

const titleCase = (text: string): string => text.replaceAll(/(^|[ -])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());

/** Such as "lunch bag 71 % (20 % of others)". */
function explain(phrases: readonly Phrase[]): string {
  const percent = (share: number): string => `${Math.round(100 * share)} %`;
  const parts = phrases.slice(0, EXPLAINED).map(({ text, share, elsewhere }) => `${text} ${percent(share)} (${percent(elsewhere)} of others)`);
  return parts.length === 0 ? "buys alike" : parts.join(", ");
}
