import { usageError } from "./usage-error.ts";

/** What the user says about columns: column name -> field, an empty field for a column to leave out. */
export type ColumnMap = ReadonlyMap<string, string>;

/**
 * Reads `--map col=field,...`. The field is what follows the last `=`, so that a column name may hold one.
 * @throws AppError `usage`
 */
export function parseColumnMap(text: string): ColumnMap {
  const map = new Map<string, string>();
  for (const part of text.split(",")) {
    const cut = part.lastIndexOf("=");
    const column = part.slice(0, Math.max(cut, 0)).trim();
    if (column === "") throw usageError(`--map ${text}: "${part}" is not column=field`);
    if (map.has(column)) throw usageError(`--map ${text}: column "${column}" is mapped twice`);
    map.set(column, part.slice(cut + 1).trim());
  }
  return map;
}

/** Finds the columns meant: by the exact name, else without regard to case, spaces and punctuation. */
export function mappedFields(map: ColumnMap, columns: readonly string[]): Map<number, string> {
  const fields = new Map<number, string>();
  for (const [name, field] of map) {
    const exact = columns.indexOf(name);
    const index = exact >= 0 ? exact : columns.findIndex((column) => normalName(column) === normalName(name));
    if (index < 0) throw usageError(`--map: there is no column "${name}"; the columns are ${columns.join(", ")}`);
    fields.set(index, field);
  }
  return fields;
}

/** `Customer ID`, `customer_id` and `customerId` are one name; a unit in brackets does not belong to it. */
export function normalName(column: string): string {
  return column
    .replace(/\([^)]*\)/g, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}
