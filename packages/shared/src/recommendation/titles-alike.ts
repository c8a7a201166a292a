import { titleWords } from "../taste/title-words.ts";
import { isOffered } from "./model/catalogue.ts";
import { eachOfCategory } from "./model/category-index.ts";
import type { ServingModel } from "./model/serving-model.ts";
import { offer } from "./model/top-k.ts";
import { settle } from "./model/top-list.ts";
import { SETTINGS } from "./weights.ts";

/**
 * Offers the results products whose titles are like that of one that nobody has bought yet: the cosine of their words, each with its rarity
 * ln((n + 1) / n_w) among the n titles looked at, n_w of which have it (Salton and Buckley 1988). Looked at are the most bought products of its category, those of
 * the shop where it has none, so that the time does not grow with the catalogue. Nothing without a title.
 */
export function offerAlike(model: ServingModel, item: number): void {
  const { titles } = model.items;
  const own = titleWords(titles[item]);
  const others = [...mostBought(model, item)].flatMap((other) => (other !== item && isOffered(model.items, other) ? [{ other, words: titleWords(titles[other]) }] : []));
  const rarity = raritiesOf([own, ...others.map(({ words }) => words)]);
  const length = (words: readonly string[]): number => Math.sqrt(words.reduce((sum, word) => sum + rarity(word) ** 2, 0));
  const ownLength = length(own);
  for (const { other, words } of others) {
    const shared = words.reduce((sum, word) => sum + (own.includes(word) ? rarity(word) ** 2 : 0), 0);
    if (shared > 0) offer(model.scratch.results, other, shared / (ownLength * length(words)));
  }
}

function mostBought(model: ServingModel, item: number): Int32Array {
  const { items, popularity, categories } = model;
  const category = items.columns.category[item];
  const list = category > 0 ? categories.tops[category] : popularity.topBaskets;
  const ranked = { values: popularity.columns.baskets, hashes: items.columns.hash };
  const each = (visit: (item: number) => void): void => {
    if (category > 0) return eachOfCategory(model, category, visit);
    for (let other = 0; other < items.count; other++) visit(other);
  };
  const { ids, size } = settle(list, ranked, { wanted: SETTINGS.lists.kept, each });
  return ids.subarray(0, size);
}

function raritiesOf(titles: readonly (readonly string[])[]): (word: string) => number {
  const counts = new Map<string, number>();
  for (const word of titles.flat()) counts.set(word, (counts.get(word) ?? 0) + 1);
  return (word) => Math.log((titles.length + 1) / (counts.get(word) ?? 1));
}
