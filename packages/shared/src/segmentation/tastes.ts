import { latestNumbers, latestProducts } from "../taste/latest-products.ts";
import { numberOf, traitsAt } from "../taste/shelf.ts";
import { openBasis, writeTaste } from "../taste/taste-directions.ts";
import type { SegmentModel } from "./model.ts";
import type { Segmenter } from "./segmenter-state.ts";

/** Takes note of what a customer bought last, and of the taste that tells. */
export function observeTaste(segmenter: Segmenter, row: number, history: readonly { readonly productId: string; readonly last: number }[]): void {
  const { latest, kept } = segmenter.table;
  latest.fill(0, row * kept, (row + 1) * kept);
  latestProducts(history).forEach((productId, at) => (latest[row * kept + at] = numberOf(segmenter.shelf, productId)));
  writeTasteOf(segmenter, row);
}

/** The tastes of all customers in the space of a model that is about to serve. */
export function openTastes(segmenter: Segmenter, model: SegmentModel): void {
  if (model.taste === undefined) return;
  segmenter.derived.directions = openBasis(model.taste);
  for (let row = 0; row < segmenter.table.size; row++) writeTasteOf(segmenter, row);
}

/** Nobody's taste is known any more: there is no model to tell it by. */
export function closeTastes({ table, derived, config }: Segmenter): void {
  if (derived.directions === null) return;
  derived.directions = null;
  for (let row = 0; row < table.size; row++) table.raw.fill(Number.NaN, row * table.width, row * table.width + config.features.length);
}

/** Unknown before the first model. */
function writeTasteOf({ table, shelf, derived: { directions } }: Segmenter, row: number): void {
  if (directions === null) return;
  writeTaste(directions, Array.from(latestNumbers(table.latest, row), (number) => traitsAt(shelf, number)), { into: table.raw, at: row * table.width });
}
