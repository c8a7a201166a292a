import { describe, expect, it } from "vitest";
import { lineAmount, majorUnits } from "./money.ts";

describe("the value of an order line", () => {
  it.each([
    [6, 2.55, "GBP", 1530],
    [1, 0.125, "GBP", 12],
    [1, 0.135, "GBP", 14],
    [3, 0.335, "GBP", 100],
    [1, 1.015, "GBP", 102],
    [1, 1.025, "GBP", 102],
    [7, 0.001, "GBP", 1],
    [3, 149.5, "JPY", 448],
    [5, 149.5, "JPY", 748],
    [1, 1.2345, "KWD", 1234],
    [0.35, 2.99, "EUR", 105],
    [1_000_000, 9_999_999.99, "GBP", 999_999_999_000_000],
  ])("%d x %d %s is %d minor units", (...row) => {
    const [quantity, unitPrice, currency, expected] = row;
    expect(lineAmount(quantity, unitPrice, currency)).toBe(expected);
  });

  it("goes back to major units by the currency's exponent", () => {
    expect(majorUnits(1530, "GBP")).toBe(15.3);
    expect(majorUnits(1530, "JPY")).toBe(1530);
    expect(majorUnits(1530, null)).toBe(15.3);
  });
});
