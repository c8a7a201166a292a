import { resolvedAssociations } from "../model/association-rows.ts";
import { touchItem } from "../model/scratch.ts";
import type { ServingModel } from "../model/serving-model.ts";

/**
 * sum over query products i of w_i B_ij / sum w_i for products j that the customer never bought, B the published associations. The neighbours have been
 * scored before: their query, the latest products with their weights by recency and rarity, is this one's too. Scores land in the scratch items.
 */
export function scoreAssociations(model: ServingModel): void {
  const { query, items: scratch } = model.scratch;
  const { columns, items, rows } = resolvedAssociations(model);
  if (rows.size === 0) return;
  const { starts, partners, weights } = columns;
  const total = queryTotal(model);
  for (let q = 0; q < query.size; q++) {
    const row = rows.get(query.items[q]);
    if (row === undefined) continue;
    const share = query.weights[q] / total;
    for (let at = starts[row]; at < starts[row + 1]; at++) {
      const item = items[partners[at]];
      if (item < 0 || scratch.row[item] > 0) continue;
      touchItem(scratch, item);
      scratch.associations[item] += share * weights[at];
    }
  }
}

function queryTotal({ scratch: { query } }: ServingModel): number {
  let total = 0;
  for (let q = 0; q < query.size; q++) total += query.weights[q];
  return total;
}

/** The product of the query that an item is most associated with, -1 for none. */
export function closestBought(model: ServingModel, item: number): number {
  const { query } = model.scratch;
  const { columns, items, rows } = resolvedAssociations(model);
  let closest = -1;
  let most = 0;
  for (let q = 0; q < query.size; q++) {
    const row = rows.get(query.items[q]);
    if (row === undefined) continue;
    for (let at = columns.starts[row]; at < columns.starts[row + 1]; at++) {
      if (items[columns.partners[at]] !== item || query.weights[q] * columns.weights[at] <= most) continue;
      most = query.weights[q] * columns.weights[at];
      closest = query.items[q];
    }
  }
  return closest;
}
