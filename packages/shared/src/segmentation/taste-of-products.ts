import type { TasteBasis } from "../taste/taste-basis.ts";
import { TASTE_DIMS, openBasis, writeTaste } from "../taste/taste-directions.ts";
import type { TasteDirections } from "../taste/taste-directions.ts";
import type { Described } from "../taste/traits.ts";
import { traitsOf } from "../taste/traits.ts";
import { assign } from "./assign.ts";
import type { SegmentModel } from "./model.ts";

/** Moves of a model's centroids leave its basis as it is. */
const opened = new WeakMap<TasteBasis, TasteDirections>();

/**
 * The id of the taste nearest to whoever bought these products and nothing else, as the segmenter tells that of a customer who is in none yet;
 * `null` where they point nowhere. The basis is opened once, into 256 kB.
 */
export function tasteOfProducts(model: SegmentModel, products: readonly Described[]): string | null {
  if (model.taste === undefined) return null;
  const taste = new Float64Array(TASTE_DIMS);
  writeTaste(directionsOf(model.taste), products.map(traitsOf), { into: taste, at: 0 });
  return model.segments[assign(model, taste)]?.id ?? null;
}

function directionsOf(basis: TasteBasis): TasteDirections {
  const known = opened.get(basis);
  if (known !== undefined) return known;
  const directions = openBasis(basis);
  opened.set(basis, directions);
  return directions;
}
