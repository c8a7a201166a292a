import { createHash } from "node:crypto";
import type { Profile } from "@segue/shared/events/customer";
import { MAX_ATTRIBUTES, profileSchema } from "@segue/shared/events/customer";
import { EARLIEST_TIME } from "@segue/shared/events/envelope";
import type { AttributeColumn, AttributeValue } from "./attributes.ts";
import { attributeColumns, attributesOf } from "./attributes.ts";
import { refused } from "./id-check.ts";
import { KNOWN_COLUMNS } from "./known-columns.ts";
import type { Log, LogOptions } from "./log.ts";
import type { LogReport } from "./log-report.ts";
import { valueOrEmpty } from "./missing.ts";
import type { NumberReader } from "./numbers.ts";
import { numberReader } from "./numbers.ts";
import type { Refusal } from "./refusal.ts";
import { quoted, rejected, skipped } from "./refusal.ts";
import { readTable } from "./read-table.ts";
import { TIME_FORMATS, parseTime } from "./times.ts";

export interface CustomerRow {
  readonly row: number;
  readonly profile: Profile;
}

interface Rules {
  readonly log: Log;
  readonly attributes: readonly AttributeColumn[];
  readonly number: NumberReader;
  /** Annual incomes are often given in thousands; the column's name says so. */
  readonly incomeUnit: number;
}

const KNOWN = Object.keys(KNOWN_COLUMNS.customers);
const NUMERIC = ["age", "annualIncome", "spendingScore"] as const;
/** What an event says about itself; a customer has no such attributes. */
const RESERVED = ["id", "type", "version", "eventId"];

/** Reads a table of customers as profile events. The report fills while the rows are taken. */
export async function* readCustomers(log: Log, report: LogReport, options: LogOptions = {}): AsyncGenerator<CustomerRow> {
  const { columns } = log.table;
  const income = columns[log.layout.fields.get("annualIncome") ?? -1] ?? "";
  const rules: Rules = {
    log,
    attributes: attributeColumns(columns, log.layout, KNOWN).slice(0, MAX_ATTRIBUTES - KNOWN.length),
    number: numberReader(log.decimalComma),
    incomeUnit: /\([$€£]?k[$€£]?\)/i.test(income) ? 1000 : 1,
  };
  for await (const { row, value } of readTable(log, report, { ...options, read: (fields) => profileOf(rules, fields) })) yield { row, profile: value };
}

function profileOf(rules: Rules, row: readonly string[]): Profile | Refusal {
  const customerId = fieldOf(rules, row, "customerId");
  if (customerId === "") return skipped("no_customer", "the row names no customer");
  const time = timeOf(rules, fieldOf(rules, row, "time"));
  if (typeof time === "object") return time;
  const attributes = { ...attributesOf(row, rules.attributes, RESERVED), ...namedAttributes(rules, row) };
  if (Object.keys(attributes).length === 0) return skipped("no_attributes", "the row says nothing about the customer");
  const id = profileId([customerId, time ?? "", attributes]);
  const profile = { type: "profile", id, customerId, ...(time === undefined ? {} : { time }), ...attributes } as const;
  return refused("customerId", customerId) ?? problemOf(profile) ?? profile;
}

function problemOf(profile: Profile): Refusal | undefined {
  const parsed = profileSchema.safeParse(profile);
  if (parsed.success) return undefined;
  const [issue] = parsed.error.issues;
  return rejected("invalid_profile", `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "is not allowed"}`);
}

/** A band such as `35-44` is no number: it is kept as a text of its own name. */
function namedAttributes(rules: Rules, row: readonly string[]): Record<string, AttributeValue> {
  const attributes: Record<string, AttributeValue> = {};
  for (const field of NUMERIC) {
    const text = fieldOf(rules, row, field);
    if (text === "") continue;
    const value = rules.number(text);
    if (Number.isNaN(value)) attributes[`${field}Band`] = text;
    else attributes[field] = field === "annualIncome" ? value * rules.incomeUnit : value;
  }
  const gender = fieldOf(rules, row, "gender").toLowerCase();
  return gender === "" ? attributes : { ...attributes, gender };
}

function timeOf({ log }: Rules, text: string): string | Refusal | undefined {
  if (text === "") return undefined;
  const time = parseTime(text, log.timeFormat ?? TIME_FORMATS[0]);
  if (time >= EARLIEST_TIME) return new Date(time).toISOString();
  return rejected("invalid_time", `time ${quoted(text)} is not ${log.timeFormat ?? ""} like the file's first rows, or before 1990`);
}

function fieldOf({ log }: Rules, row: readonly string[], field: string): string {
  const index = log.layout.fields.get(field);
  return index === undefined ? "" : valueOrEmpty(row[index] ?? "");
}

/** The same row has the same id, so that loading it again changes nothing; a corrected one has another. */
function profileId(content: unknown): string {
  return `log-${createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 32)}`;
}
