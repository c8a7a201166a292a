import type { Layout } from "./layout.ts";
import { valueOrEmpty } from "./missing.ts";

export type AttributeValue = string | number | boolean;

/** A column that is kept under its own name. */
export interface AttributeColumn {
  readonly name: string;
  readonly index: number;
}

/** The columns that are no known field: under the name they are mapped to, else under their own in camel case. */
export function attributeColumns(columns: readonly string[], layout: Layout, known: readonly string[]): AttributeColumn[] {
  const mapped = [...layout.fields].filter(([field]) => !known.includes(field)).map(([name, index]) => ({ name, index }));
  const own = layout.others.map((index) => ({ name: camelCase(columns[index] ?? ""), index })).filter(({ name }) => name !== "");
  return [...mapped, ...own];
}

/** The attributes of a row; empty fields are left out. */
export function attributesOf(row: readonly string[], columns: readonly AttributeColumn[], reserved: readonly string[] = []): Record<string, AttributeValue> {
  const attributes: Record<string, AttributeValue> = {};
  for (const { name, index } of columns) {
    const text = valueOrEmpty(row[index] ?? "");
    if (text !== "" && !reserved.includes(name)) attributes[name] = valueOf(text);
  }
  return attributes;
}

/** Numbers and booleans become such, except where that would change what is written: 007 stays a text. */
function valueOf(text: string): AttributeValue {
  if (text === "true" || text === "false") return text === "true";
  const isNumber = /^-?\d+\.\d+$/.test(text) || (/^-?\d+$/.test(text) && String(Number(text)) === text);
  return isNumber ? Number(text) : text;
}

/** `Annual Income (k$)` -> `annualIncomeK`, `household_size` -> `householdSize`. */
function camelCase(column: string): string {
  const words = column.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((word, index) => (index === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1)).join("");
}
