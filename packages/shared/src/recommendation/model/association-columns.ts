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
