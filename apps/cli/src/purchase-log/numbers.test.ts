import { describe, expect, it } from "vitest";
import { hasDecimalComma, numberReader } from "./numbers.ts";

describe("numberReader", () => {
  it("reads plain and ornate numbers", () => {
    const read = numberReader(false);
    expect(["6", "-1", "2.55", "1,234.50", "£3.20", "1e3"].map(read)).toEqual([6, -1, 2.55, 1234.5, 3.2, 1000]);
  });

  it("takes a comma for the decimal point only in files that write decimals so", () => {
    expect(["2,55", "1.234,50", "1.234.567,5", "2.5"].map(numberReader(true))).toEqual([2.55, 1234.5, 1_234_567.5, 2.5]);
    expect(numberReader(false)("2,55")).toBeNaN();
    expect(numberReader(false)("2,550")).toBe(2550);
  });

  it.each(["", " ", "abc", "Infinity", "NaN", "1.2.3", "£"])("refuses %j", (text) => {
    expect(numberReader(false)(text)).toBeNaN();
  });
});

describe("hasDecimalComma", () => {
  it.each([
    [";", [], true],
    ["\t", ["12", "3,5"], true],
    [",", ["1,234", "0,75"], true],
    ["\t", ["1.234,50"], true],
    ["\t", ["1,234", "1,234.50", "7"], false],
    [",", ["abc, def", ""], false],
  ])("of fields separated by %j such as %j is %j", (delimiter, fields, expected) => {
    expect(hasDecimalComma(delimiter, fields)).toBe(expected);
  });
});
