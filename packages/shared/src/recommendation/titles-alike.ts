import { titleWords } from "../taste/title-words.ts";
import { isOffered } from "./model/catalogue.ts";
import { mostBought } from "./model/most-bought.ts";
import type { ServingModel } from "./model/serving-model.ts";
import { offer } from "./model/top-k.ts";
import { SETTINGS } from "./weights.ts";

/**
 * Offers the results products whose titles are like that of one that nobody has bought yet: the cosine of their words, each with its rarity
 * ln((n + 1) / n_w) among the n titles looked at, n_w of which have it (Salton and Buckley 1988). Looked at are the most bought products of its category, those of
 * the shop where it has none, so that the time does not grow with the catalogue. Nothing without a title.
 */
export function offerAlike(model: ServingModel, item: number): void {
  const { titles } = model.items;
  const own = titleWords(titles[item]);
  const { ids, size } = mostBought(model, model.items.columns.category[item], SETTINGS.lists.kept);
  const others = [...ids.subarray(0, size)].flatMap((other) => (other !== item && isOffered(model.items, other) ? [{ other, words: titleWords(titles[other]) }] : []));
  const rarity = raritiesOf([own, ...others.map(({ words }) => words)]);
  const length = (words: readonly string[]): number => Math.sqrt(words.reduce((sum, word) => sum + rarity(word) ** 2, 0));
  const ownLength = length(own);
  for (const { other, words } of others) {
    const shared = words.reduce((sum, word) => sum + (own.includes(word) ? rarity(word) ** 2 : 0), 0);
    if (shared > 0) offer(model.scratch.results, other, shared / (ownLength * length(words)));
  }
}

function raritiesOf(titles: readonly (readonly string[])[]): (word: string) => number {
  const counts = new Map<string, number>();
  for (const word of titles.flat()) counts.set(word, (counts.get(word) ?? 0) + 1);
  return (word) => Math.log((titles.length + 1) / (counts.get(word) ?? 1));
}
