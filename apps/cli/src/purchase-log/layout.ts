import type { ColumnMap } from "./column-map.ts";
import { mappedFields, normalName } from "./column-map.ts";
import type { Kind, KnownColumns } from "./known-columns.ts";
import { KINDS, KNOWN_COLUMNS } from "./known-columns.ts";
import { usageError } from "./usage-error.ts";

/** What a file holds and where. */
export interface Layout {
  readonly kind: Kind;
  /** Field -> index of its column. */
  readonly fields: ReadonlyMap<string, number>;
  /** Indexes of the columns that are no known field; tables of customers and products keep them as attributes. */
  readonly others: readonly number[];
}

export interface LayoutOptions {
  readonly map?: ColumnMap | undefined;
  readonly kind?: Kind | undefined;
  /** A table without ids may be one of customers: its rows are told apart by their numbers. */
  readonly idless?: boolean | undefined;
}

/** What a file of the kind cannot do without. */
const NEEDED: Readonly<Record<Kind, readonly string[]>> = {
  purchases: ["customerId", "time"],
  customers: ["customerId"],
  products: ["productId"],
};

/** A column that no table of customers has. */
const SIGNS_OF_PURCHASES = ["productId", "orderId", "quantity", "unitPrice", "amount"];
const PURCHASES_OR_PRODUCTS = [...SIGNS_OF_PURCHASES, "time"];

/**
 * Finds out what the columns are: told by `map`, else by their names.
 * @throws AppError `usage` when a needed column is missing or the map does not fit.
 */
export function findLayout(path: string, columns: readonly string[], options: LayoutOptions = {}): Layout {
  const mapped = mappedFields(options.map ?? new Map(), columns);
  const kind = options.kind ?? kindOf(columns, mapped, options.idless === true);
  if (kind === undefined) throw missing(path, columns, fieldsOf("purchases", columns, mapped));
  checkMapped(kind, mapped);
  const fields = fieldsOf(kind, columns, mapped);
  const absent = options.idless === true && kind === "customers" ? [] : NEEDED[kind].filter((field) => !fields.has(field));
  if (absent.length > 0) throw absentError(path, columns, { kind, absent });
  const used = new Set(fields.values());
  const others = columns.map((_, index) => index).filter((index) => !used.has(index) && columns[index] !== "" && mapped.get(index) !== "");
  return { kind, fields, others };
}

function kindOf(columns: readonly string[], mapped: ReadonlyMap<number, string>, idless: boolean): Kind | undefined {
  const found = KINDS.find((kind) => fitsKind(kind, fieldsOf(kind, columns, mapped)));
  const purchases = fieldsOf("purchases", columns, mapped);
  return found ?? (idless && !PURCHASES_OR_PRODUCTS.some((field) => purchases.has(field)) ? "customers" : undefined);
}

function fieldsOf(kind: Kind, columns: readonly string[], mapped: ReadonlyMap<number, string>): Map<string, number> {
  const fields = new Map<string, number>();
  for (const [index, field] of mapped) if (field !== "") fields.set(field, index);
  const names = columns.map(normalName);
  const known: KnownColumns = KNOWN_COLUMNS[kind];
  for (const [field, candidates] of Object.entries(known)) {
    if (fields.has(field)) continue;
    const name = candidates.find((candidate) => names.some((each, index) => each === candidate && !mapped.has(index)));
    if (name !== undefined) fields.set(field, names.findIndex((each, index) => each === name && !mapped.has(index)));
  }
  return fields;
}

function fitsKind(kind: Kind, fields: ReadonlyMap<string, number>): boolean {
  if (!NEEDED[kind].every((field) => fields.has(field))) return false;
  return kind !== "purchases" || SIGNS_OF_PURCHASES.some((field) => fields.has(field));
}

/** Purchases have a fixed set of fields; customers and products take any name as an attribute. */
function checkMapped(kind: Kind, mapped: ReadonlyMap<number, string>): void {
  const seen = new Set<string>();
  const known = Object.keys(KNOWN_COLUMNS[kind]);
  for (const field of mapped.values()) {
    if (field === "") continue;
    if (seen.has(field)) throw usageError(`--map: two columns are mapped to ${field}`);
    seen.add(field);
    if (kind === "purchases" && !known.includes(field)) throw usageError(`--map: there is no field "${field}"; the fields are ${known.join(", ")}`);
  }
}

function missing(path: string, columns: readonly string[], fields: ReadonlyMap<string, number>): Error {
  const absent = fields.has("productId") ? "customerId" : "customerId or productId";
  return usageError(`${path} has no column for ${absent} (it has ${columns.join(", ")}); name it with --map COLUMN=customerId`);
}

function absentError(path: string, columns: readonly string[], is: { kind: Kind; absent: readonly string[] }): Error {
  const example = is.absent.map((field) => `COLUMN=${field}`).join(",");
  return usageError(
    `${path} has no column for ${is.absent.join(" and ")}, which ${is.kind} need (it has ${columns.join(", ")}); name it with --map ${example}`,
  );
}
