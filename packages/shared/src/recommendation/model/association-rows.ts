import type { Associations } from "../../associations/associations.ts";
import { associationColumns } from "./association-columns.ts";
import type { AssociationRows } from "./association-columns.ts";
import { itemOf } from "./item-index.ts";
import type { ServingModel } from "./serving-model.ts";

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
