import { EARLIEST_TIME } from "@segue/shared/events/envelope";
import { MAX_QUANTITY, MAX_UNIT_PRICE } from "@segue/shared/events/purchase";
import type { PurchaseField } from "./known-columns.ts";
import { normalName } from "./column-map.ts";
import type { Layout } from "./layout.ts";
import { valueOrEmpty } from "./missing.ts";
import type { NumberReader } from "./numbers.ts";
import { numberReader } from "./numbers.ts";
import type { Refusal } from "./refusal.ts";
import { quoted, rejected, skipped } from "./refusal.ts";
import type { TimeFormat } from "./times.ts";
import { timeReader } from "./times.ts";

/** What a log without a product column buys. */
export const UNSPECIFIED_PRODUCT = "unspecified";

/** One line of an order. The reader fills the same object for every row. */
export interface Line {
  customerId: string;
  /** Empty where the file has no order ids. */
  orderId: string;
  /** Epoch milliseconds. */
  time: number;
  productId: string;
  quantity: number;
  /** 0 where the file says nothing about money. */
  unitPrice: number;
  title: string;
  category: string;
  /** Empty where the file does not say. */
  currency: string;
  /** Only whole purchase events carry one. */
  eventId: string;
}

export interface LineReader {
  readonly line: Line;
  /** Fills `line` from a row, or says why the row is not a purchase. */
  read(row: readonly string[]): Refusal | undefined;
}

export interface LineRules {
  readonly columns: readonly string[];
  readonly layout: Layout;
  readonly decimalComma: boolean;
  readonly timeFormat: TimeFormat;
}

const CANCELLED = skipped("cancelled", "the invoice is a cancellation");
const NO_CUSTOMER = skipped("no_customer", "the row names no customer");
const NO_QUANTITY = skipped("quantity_not_positive", "the quantity is not above 0");
const NO_PRICE = skipped("price_not_positive", "the price is not above 0");
const NO_AMOUNT = skipped("amount_not_positive", "the amount is not above 0");
const NO_PRODUCT = rejected("missing_product", "the row names no product");
const NO_TIME = rejected("missing_time", "the row has no time");

type Step = (row: readonly string[], line: Line) => Refusal | undefined;

/** Builds the reader of a purchase log. */
export function lineReader(rules: LineRules): LineReader {
  const line: Line = {
    customerId: "", orderId: "", time: 0, productId: "", quantity: 1, unitPrice: 0, title: "", category: "", currency: "", eventId: "",
  };
  const steps = [readType(rules), readIds(rules), readMoney(rules), readTime(rules), readTexts(rules)];
  const read = (row: readonly string[]): Refusal | undefined => {
    for (const step of steps) {
      const refusal = step(row, line);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  };
  return { line, read };
}

/** Reads one field of a row, trimmed; empty where it stands for no value, and always where the file has no such column. */
function fieldOf({ layout }: LineRules, field: PurchaseField): (row: readonly string[]) => string {
  const index = layout.fields.get(field);
  return index === undefined ? () => "" : (row) => valueOrEmpty(row[index] ?? "");
}

/** Logs of whole events also hold profiles and returns. */
function readType(rules: LineRules): Step {
  const type = fieldOf(rules, "type");
  return (row) => {
    const value = type(row);
    if (value === "" || value === "purchase") return undefined;
    return value === "return" ? skipped("return", "the row is a return") : rejected("unknown_type", `type ${quoted(value)} is not a purchase`);
  };
}

function readIds(rules: LineRules): Step {
  const [customerId, orderId, productId] = [fieldOf(rules, "customerId"), fieldOf(rules, "orderId"), fieldOf(rules, "productId")];
  const cancels = marksCancellations(rules);
  const hasProducts = rules.layout.fields.has("productId");
  return (row, line) => {
    line.orderId = orderId(row);
    if (cancels && /^c/i.test(line.orderId)) return CANCELLED;
    line.customerId = customerId(row);
    if (line.customerId === "") return NO_CUSTOMER;
    line.productId = hasProducts ? productId(row) : UNSPECIFIED_PRODUCT;
    return line.productId === "" ? NO_PRODUCT : undefined;
  };
}

/** An invoice number that starts with C is a cancellation in Online Retail; elsewhere it may be any order. */
function marksCancellations({ columns, layout }: LineRules): boolean {
  const nameOf = (field: PurchaseField): string => normalName(columns[layout.fields.get(field) ?? -1] ?? "");
  return ["invoiceno", "invoice"].includes(nameOf("orderId")) && nameOf("productId") === "stockcode";
}

function readMoney(rules: LineRules): Step {
  const number = numberReader(rules.decimalComma);
  const has = (field: PurchaseField): boolean => rules.layout.fields.has(field);
  const [quantity, price] = [fieldOf(rules, "quantity"), readPrice(rules, number)];
  const hasQuantity = has("quantity");
  return (row, line) => {
    const text = hasQuantity ? quantity(row) : "1";
    line.quantity = number(text);
    if (Number.isNaN(line.quantity)) return rejected("invalid_quantity", `quantity ${quoted(text)} is not a number`);
    if (line.quantity <= 0) return NO_QUANTITY;
    if (line.quantity > MAX_QUANTITY) return rejected("invalid_quantity", `quantity ${text} is above ${MAX_QUANTITY}`);
    return price(row, line);
  };
}

/** The unit price, else the amount over the quantity, else 0: the log is about what was bought, not for how much. */
function readPrice(rules: LineRules, number: NumberReader): Step {
  const [unitPrice, amount] = [fieldOf(rules, "unitPrice"), fieldOf(rules, "amount")];
  const { fields } = rules.layout;
  const hasMoney = fields.has("unitPrice") || fields.has("amount");
  return (row, line) => {
    line.unitPrice = 0;
    if (!hasMoney) return undefined;
    const given = unitPrice(row);
    const [text, divisor, refusal] = given === "" ? [amount(row), line.quantity, NO_AMOUNT] : [given, 1, NO_PRICE];
    const value = number(text);
    if (Number.isNaN(value)) return rejected("invalid_price", `price ${quoted(text)} is not a number`);
    if (value <= 0) return refusal;
    line.unitPrice = value / divisor;
    return line.unitPrice > MAX_UNIT_PRICE ? rejected("invalid_price", `price ${text} is above ${MAX_UNIT_PRICE}`) : undefined;
  };
}

function readTime(rules: LineRules): Step {
  const time = fieldOf(rules, "time");
  const parse = timeReader(rules.timeFormat);
  return (row, line) => {
    const text = time(row);
    if (text === "") return NO_TIME;
    line.time = parse(text);
    if (Number.isNaN(line.time)) return rejected("invalid_time", `time ${quoted(text)} is not ${rules.timeFormat} like the file's first rows`);
    return line.time < EARLIEST_TIME ? rejected("time_too_old", `time ${quoted(text)} is before 1990`) : undefined;
  };
}

function readTexts(rules: LineRules): Step {
  const [title, category] = [fieldOf(rules, "title"), fieldOf(rules, "category")];
  const [currency, eventId] = [fieldOf(rules, "currency"), fieldOf(rules, "eventId")];
  return (row, line) => {
    line.title = title(row);
    line.category = category(row);
    line.eventId = eventId(row);
    line.currency = currency(row).toUpperCase();
    if (line.currency === "" || /^[A-Z]{3}$/.test(line.currency)) return undefined;
    return rejected("invalid_currency", `currency ${quoted(line.currency)} is not a code such as GBP`);
  };
}
