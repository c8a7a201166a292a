import type { Associations } from "../../associations/associations.ts";
import { itemOf } from "./item-index.ts";
import type { ServingModel } from "./serving-model.ts";

/** The associations last published, flat: product p of the head has the partners from `starts[p]` to `starts[p + 1]`. */
export interface AssociationRows {
  products: readonly string[];
  columns: { starts: Int32Array; partners: Int32Array; weights: Float32Array };
  /** What follows from the above and the products known: made again when it is asked for, no part of a snapshot. */
  items: Int32Array;
  readonly rows: Map<number, number>;
  /** How many products were known when that was made; -1 for not yet. */
  resolvedAt: number;
  missing: number;
}

export function createAssociationRows(): AssociationRows {
  return { products: [], columns: associationColumns(0, 0), items: new Int32Array(0), rows: new Map(), resolvedAt: -1, missing: 0 };
}

export function associationColumns(products: number, entries: number): AssociationRows["columns"] {
  return { starts: new Int32Array(products + 1), partners: new Int32Array(entries), weights: new Float32Array(entries) };
}

/** Takes in what was published last, in place of what was there. */
export function adoptAssociations(model: ServingModel, { products, partners, weights, scale }: Associations): void {
  const columns = associationColumns(products.length, partners.reduce((sum, row) => sum + row.length, 0));
  let at = 0;
  partners.forEach((row, product) => {
    row.forEach((partner, place) => {
      columns.partners[at] = partner;
      columns.weights[at++] = weights[product][place] * scale;
    });
    columns.starts[product + 1] = at;
  });
  model.totals.revision++;
  Object.assign(model.associations, { products, columns, resolvedAt: -1 });
}

/** The rows with their products as items. A product may be told of before its first purchase has been read: it is looked up again when more products are known. */
export function resolvedAssociations(model: ServingModel): AssociationRows {
  const { associations, items } = model;
  const { resolvedAt, missing, products, rows } = associations;
  if (resolvedAt >= 0 && (missing === 0 || resolvedAt === items.count)) return associations;
  associations.items = Int32Array.from(products, (productId) => itemOf(items, productId));
  rows.clear();
  associations.items.forEach((item, row) => item >= 0 && rows.set(item, row));
  associations.missing = products.length - rows.size;
  associations.resolvedAt = items.count;
  return associations;
}
