export type Column = Float64Array | Float32Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;

/** Columns of equal length, one entry per row of a table. */
export type Columns<Name extends string = string> = Record<Name, Column>;

/** The least power of two, from 1,024 on, that is at least `rows`. */
export function capacityFor(rows: number): number {
  let capacity = 1024;
  while (capacity < rows) capacity *= 2;
  return capacity;
}

/** A copy of a column with room for `capacity` entries, zero beyond the old ones. */
export function enlarged<T extends Column>(column: T, capacity: number): T {
  const Kind = column.constructor as new (length: number) => T;
  const grown = new Kind(capacity);
  grown.set(column as never);
  return grown;
}

/** Doubles all columns of a table in place until `rows` fit. */
export function ensureRows(columns: object, rows: number): void {
  const table = columns as Columns;
  for (const [name, column] of Object.entries(table)) {
    if (column.length < rows) table[name] = enlarged(column, capacityFor(rows));
  }
}
