import { createTopK, offer, sortTopK, startTopK } from "../recommendation/model/top-k.ts";
import type { TopK } from "../recommendation/model/top-k.ts";
import { LONGEST } from "./metrics.ts";
import { isMarked } from "./past.ts";
import type { Past } from "./past.ts";

/** The three lists for a customer, best first: of all products, of those never bought before, and of those bought before. */
export interface Lists {
  readonly all: ArrayLike<number>;
  readonly explore: ArrayLike<number>;
  readonly repeat: ArrayLike<number>;
}

/** Where a method writes the scores of its candidates. */
export interface ScoreSheet {
  /** 0 but for candidates. */
  readonly scores: Float64Array;
  readonly seen: Uint8Array;
  readonly candidates: Int32Array;
  count: number;
  readonly lists: { readonly all: TopK; readonly explore: TopK; readonly repeat: TopK };
}

export function createSheet(products: number): ScoreSheet {
  return {
    scores: new Float64Array(products),
    seen: new Uint8Array(products),
    candidates: new Int32Array(products),
    count: 0,
    lists: { all: createTopK(LONGEST), explore: createTopK(LONGEST), repeat: createTopK(LONGEST) },
  };
}

/** Makes a product a candidate and adds to its score. */
export function addScore(sheet: ScoreSheet, product: number, score: number): void {
  sheet.scores[product] += score;
  if (sheet.seen[product] === 1) return;
  sheet.seen[product] = 1;
  sheet.candidates[sheet.count++] = product;
}

/** Forgets the candidates. */
export function clearSheet(sheet: ScoreSheet): void {
  for (let i = 0; i < sheet.count; i++) {
    sheet.scores[sheet.candidates[i]] = 0;
    sheet.seen[sheet.candidates[i]] = 0;
  }
  sheet.count = 0;
}

/** The lists of the candidates; ties go to the product with more baskets, then to the smaller number, or by number only. */
export function listsOf(sheet: ScoreSheet, past: Past, ties: "popularity" | "number" = "popularity"): Lists {
  const { all, explore, repeat } = sheet.lists;
  const column = ties === "popularity" ? { ties: past.popularity } : {};
  for (const list of [all, explore, repeat]) startTopK(list, LONGEST, column);
  for (let i = 0; i < sheet.count; i++) {
    const product = sheet.candidates[i];
    const score = sheet.scores[product];
    offer(all, product, score);
    offer(isMarked(past, product) ? repeat : explore, product, score);
  }
  return { all: sorted(all), explore: sorted(explore), repeat: sorted(repeat) };
}

function sorted(list: TopK): Int32Array {
  const { ids, size } = sortTopK(list);
  return ids.subarray(0, size);
}
