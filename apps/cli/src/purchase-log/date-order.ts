import type { TimeFormat } from "./times.ts";
import { parseTime } from "./times.ts";

export const DATE_ORDERS = ["month-first", "day-first"] as const;
/** Which of the two numbers before the year comes first. */
export type DateOrder = (typeof DATE_ORDERS)[number];

export function formatOf(order: DateOrder): TimeFormat {
  return order === "month-first" ? "M/D/YYYY H:MM" : "D/M/YYYY H:MM";
}

export function isSlashed(format: TimeFormat): boolean {
  return DATE_ORDERS.some((order) => formatOf(order) === format);
}

/** The order that the first text decides which can be read in one way only; `undefined` where all can be read in both, or in none. */
export function dateOrder(texts: readonly string[]): DateOrder | undefined {
  for (const text of texts) {
    const [first, ...others] = DATE_ORDERS.filter((order) => !Number.isNaN(parseTime(text, formatOf(order))));
    if (first !== undefined && others.length === 0) return first;
  }
  return undefined;
}
