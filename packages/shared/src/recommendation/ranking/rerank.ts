import type { Columns, Forest } from "../../ranker/forest.ts";
import { valuesOf } from "../../ranker/forest.ts";
import type { Asked } from "./features.ts";
import { RANKER_FEATURES, traitsOf, writeFeatures } from "./features.ts";

/** Products with the highest scores that are ranked anew: with 60 the lists are no better (docs/adr/0040). */
export const RERANKED = 30;

export interface Scored {
  readonly item: number;
  readonly score: number;
  /** What the score was multiplied with, if it was. */
  readonly factor?: number;
}

/** The products that a ranker is asked about, best first by score, and their features. */
export interface Contest {
  readonly productIds: readonly string[];
  readonly features: Columns;
}

/** The features of products, a row each. */
export function featuresOf(asked: Asked, places: readonly Scored[]): Columns {
  const rows = places.length;
  const columns = { values: new Float64Array(rows * RANKER_FEATURES.length), rows };
  const traits = traitsOf(asked);
  for (let row = 0; row < rows; row++) writeFeatures(columns, { item: places[row].item, score: places[row].score, row }, { asked, traits });
  return columns;
}

/**
 * Ranks the products with the highest scores anew: each score times e^g, where g is the sum of the fitted trees (ranker/) for what is known of the product and the customer.
 * Equals keep their order. Those beyond {@link RERANKED} keep their places, and are scaled in common to come after them.
 */
export function rerank(features: Columns, places: readonly Scored[], forest: Forest): Scored[] {
  const added = valuesOf(forest, features);
  const ranked = places.slice(0, RERANKED).map(({ item, score }, at) => {
    const factor = Math.exp(added[at]);
    return { item, score: score * factor, factor };
  });
  ranked.sort((a, b) => b.score - a.score);
  return places.length > RERANKED ? [...ranked, ...scaledBelow(ranked[RERANKED - 1].score, places.slice(RERANKED))] : ranked;
}

function scaledBelow(least: number, places: readonly Scored[]): Scored[] {
  const factor = places[0].score > least ? least / places[0].score : 1;
  return places.map(({ item, score }) => ({ item, score: score * factor, factor }));
}
