import { describe, expect, it } from "vitest";
import { numberReader } from "./numbers.ts";

describe("numberReader", () => {
  it("reads plain and ornate numbers", () => {
    const read = numberReader(",");
    expect(["6", "-1", "2.55", "1,234.50", "£3.20", "1e3"].map(read)).toEqual([6, -1, 2.55, 1234.5, 3.2, 1000]);
  });

  it("takes a comma for the decimal point only where semicolons separate the fields", () => {
    expect(numberReader(";")("2,55")).toBe(2.55);
    expect(numberReader(",")("2,55")).toBeNaN();
    expect(numberReader(",")("2,550")).toBe(2550);
  });

  it.each(["", " ", "abc", "Infinity", "NaN", "1.2.3", "£"])("refuses %j", (text) => {
    expect(numberReader(",")(text)).toBeNaN();
  });
});
