import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { toCsv } from "./csv.ts";

describe("CSV for spreadsheets", () => {
  it("comes back from a reader as it went in", () => {
    const rows = [
      ["plain", 'with "quotes"', "with, comma"],
      ["two\nlines", "émoji 🛒", ""],
    ];
    expect(parse(toCsv(["a", "b", "c"], rows))).toEqual([["a", "b", "c"], ...rows]);
  });

  it.each(["=cmd()", "+1", "-1", "@SUM(A1)", "\tx"])("never becomes a formula: %j", (cell) => {
    expect(parse(toCsv(["a"], [[cell]]))).toEqual([["a"], [`'${cell}`]]);
  });
});
