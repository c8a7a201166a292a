import type { Product } from "@segue/shared/events/product";
import { productSchema } from "@segue/shared/events/product";
import type { AttributeColumn } from "./attributes.ts";
import { attributeColumns, attributesOf } from "./attributes.ts";
import { refused } from "./id-check.ts";
import type { ProductField } from "./known-columns.ts";
import { KNOWN_COLUMNS } from "./known-columns.ts";
import type { Log, LogOptions } from "./log.ts";
import type { LogReport } from "./log-report.ts";
import { numberReader } from "./numbers.ts";
import { readTable } from "./read-table.ts";
import type { Refusal } from "./refusal.ts";
import { rejected } from "./refusal.ts";

export interface ProductRow {
  readonly row: number;
  readonly product: Product;
}

const KNOWN = Object.keys(KNOWN_COLUMNS.products);
const YES = /^(true|yes|y|1)$/i;
const NO = /^(false|no|n|0)$/i;

type TextOf = (field: ProductField) => string;

/** Reads a catalogue. The report fills while the rows are taken. */
export async function* readProducts(log: Log, report: LogReport, options: LogOptions = {}): AsyncGenerator<ProductRow> {
  const attributes = attributeColumns(log.table.columns, log.layout, KNOWN).filter(({ name }) => name.length <= 64);
  const number = numberReader(log.decimalComma);
  const read = (row: readonly string[]): Product | Refusal => {
    const text: TextOf = (field) => (row[log.layout.fields.get(field) ?? -1] ?? "").trim();
    return productOf(text, number(text("price")), extras(row, attributes));
  };
  for await (const { row, value } of readTable(log, report, { ...options, read })) yield { row, product: value };
}

function productOf(text: TextOf, price: number, attributes: Pick<Product, "attributes">): Product | Refusal {
  const productId = text("productId");
  if (productId === "") return rejected("missing_product", "the row names no product");
  if (text("price") !== "" && Number.isNaN(price)) return rejected("invalid_price", `price "${text("price")}" is not a number`);
  const product: Product = {
    productId,
    ...shortText("title", text("title"), 512),
    ...shortText("category", text("category"), 128),
    ...(Number.isNaN(price) ? {} : { price }),
    ...flag("available", text("available")),
    ...flag("hidden", text("hidden")),
    ...attributes,
  };
  return refused("productId", productId) ?? problemOf(product) ?? product;
}

function extras(row: readonly string[], columns: readonly AttributeColumn[]): Pick<Product, "attributes"> {
  const attributes = attributesOf(row, columns);
  return Object.keys(attributes).length === 0 ? {} : { attributes };
}

function problemOf(product: Product): Refusal | undefined {
  const parsed = productSchema.safeParse(product);
  if (parsed.success) return undefined;
  const [issue] = parsed.error.issues;
  return rejected("invalid_product", `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "is not allowed"}`);
}

function shortText(field: "title" | "category", text: string, most: number): Pick<Product, "title" | "category"> {
  return text === "" ? {} : { [field]: text.slice(0, most) };
}

function flag(field: "available" | "hidden", text: string): Pick<Product, "available" | "hidden"> {
  if (YES.test(text)) return { [field]: true };
  return NO.test(text) ? { [field]: false } : {};
}
