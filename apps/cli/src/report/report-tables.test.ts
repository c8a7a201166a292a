import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { toCsv } from "@segue/segmenter/csv";
import { afterAll, expect, test } from "vitest";
import { analyseFile } from "../analysis/analyse-file.ts";
import { reportTables } from "./report-tables.ts";

const folder = mkdtempSync(join(tmpdir(), "report-tables-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function tablesOf(lines: readonly string[]): Promise<Record<string, Record<string, string>[]>> {
  const path = join(folder, "people.csv");
  writeFileSync(path, `${lines.join("\n")}\n`);
  const analysis = await analyseFile(path, { map: undefined, seed: 1, net: false, version: "0" });
  return Object.fromEntries(reportTables(analysis).map(({ file, header, rows }) => [file, parse(toCsv(header, rows), { columns: true })]));
}

test("customers come with their segment; formulas become text, numbers stay numbers, what is not known is empty", async () => {
  const people = Array.from({ length: 40 }, (_, at) => `${at === 0 ? "=cmd()" : `c${at} 🛍️`},${at % 2 === 0 ? -20 - at : 80 + at},${at === 1 ? "" : 15 + at * (at % 3)},<b>${at % 2}</b>`);
  const tables = await tablesOf(["CustomerID,Annual Income (k$),Spending Score (1-100),Town", ...people]);
  const segments = tables["segments.csv"] ?? [];

  expect(tables["customers.csv"]).toHaveLength(40);
  expect(tables["customers.csv"]?.[0]).toMatchObject({ customerId: "'=cmd()", annualIncome: "-20", spendingScore: "15" });
  expect(tables["customers.csv"]?.[1]).toMatchObject({ customerId: "c1 🛍️", spendingScore: "" });
  expect(segments.reduce((sum, { customers }) => sum + Number(customers), 0)).toBe(40);
  expect(segments.map(({ segmentId }) => segmentId)).toContain(tables["customers.csv"]?.[0]?.segmentId);
  expect(tables["k.csv"]?.filter(({ chosen }) => chosen === "yes")).toHaveLength(1);
});

test("first and last purchases are days that every tool reads as dates", async () => {
  const orders = Array.from({ length: 60 }, (_, at) => `c${at % 20},${at % 7}.50,2024-0${1 + (at % 6)}-1${at % 9} 23:59`);
  const { "customers.csv": customers = [] } = await tablesOf(["customerId,amount,date", ...orders]);

  // c0 has rows 0, 20 and 40: 10 January, 12 March and 14 May.
  expect(customers.find(({ customerId }) => customerId === "c0")).toMatchObject({ firstPurchase: "2024-01-10", lastPurchase: "2024-05-14" });
});

test("customers that cannot be segmented are listed without a segment", async () => {
  const tables = await tablesOf(["CustomerID,Annual Income (k$),Spending Score (1-100)", "a,1,2", "b,1,2", "c,1,2"]);

  expect(tables["customers.csv"]?.map(({ segmentId, segment }) => [segmentId, segment])).toEqual(new Array(3).fill(["", "unsegmented"]));
  expect(tables["segments.csv"]).toEqual([]);
});
