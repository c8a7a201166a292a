import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { runCli } from "../run-cli.ts";
import { addAnalyze } from "./analyze.ts";

const folder = mkdtempSync(join(tmpdir(), "analyze-"));
afterAll(() => rmSync(folder, { recursive: true }));

const MALL = new URL("../../../../datasets/mall-customers/Mall_Customers.csv", import.meta.url).pathname;

async function run(...args: readonly string[]): Promise<{ code: number; out: string; notes: string }> {
  const [out, notes]: [string[], string[]] = [[], []];
  const code = await runCli(["analyze", ...args], [addAnalyze], { out: (line) => void out.push(line), note: (line) => void notes.push(line) });
  return { code, out: out.join("\n"), notes: notes.join("\n") };
}

function aFile(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

/** Two kinds of customers, told apart by income and score. */
const PEOPLE = Array.from({ length: 24 }, (_, at) => `c${at},${at % 2 === 0 ? 20 + at : 80 + at},${at % 3 === 0 ? 15 + at : 85 - at}`);
const people = (name: string, lines: readonly string[]): string => aFile(name, ["CustomerID,Annual Income (k$),Spending Score (1-100)", ...lines]);

describe("mall customers", () => {
  test("come out as five segments, as JSON with everything it promises, byte by byte the same", async () => {
    const { code, out } = await run(MALL, "--json");
    const figures = JSON.parse(out);

    expect(code).toBe(0);
    expect(figures).toMatchObject({
      rows: { read: 200, kept: 200, duplicates: 0, missing: { age: 0, annualIncome: 0, spendingScore: 0, gender: 0 }, outliers: { age: 0, annualIncome: 2, spendingScore: 0 } },
      features: ["annualIncome", "spendingScore"],
      k: { chosen: 5, table: expect.arrayContaining([expect.objectContaining({ k: 5, inertia: expect.closeTo(65.568408, 6), wardHeight: expect.closeTo(9.453353, 6) })]) },
      kmeans: { sizes: [81, 39, 35, 23, 22] },
      hierarchical: { adjustedRandToKmeans: expect.closeTo(0.941961, 6) },
      pca: { loadings: [[expect.any(Number), expect.any(Number)], [expect.any(Number), expect.any(Number)]] },
      beside: { features: ["annualIncome", "spendingScore", "age"], k: { chosen: 6 } },
      categories: [{ name: "gender", levels: [{ level: "Male", customers: 88 }, { level: "Female", customers: 112 }] }],
      refusal: null,
    });
    expect(figures.segments.map(({ name }: { name: string }) => name)).toContain("High Spenders");
    expect((await run(MALL, "--json")).out).toBe(out);
  });

  test("and as a text that a person reads", async () => {
    const { out } = await run(MALL);

    expect(out).toContain("Low Income Shoppers: 23 customers (11.5 %), income -1.31 sd, score -1.14 sd");
    expect(out).not.toMatch(/NaN|undefined|null/);
  });

  test("by other features and another number of segments", async () => {
    const { out } = await run(MALL, "--json", "--features", "age,spendingScore", "--k", "4");

    expect(JSON.parse(out)).toMatchObject({ features: ["age", "spendingScore"], k: { chosen: 4 }, beside: null });
  });
});

describe("what is cleaned is said", () => {
  test("duplicates, customers named again, words among numbers, and marks of what is missing", async () => {
    const rows = [...PEOPLE, PEOPLE[0] ?? "", "c1,55,55", "m1,?,50", "m2,NA,null", "m3,-,", "m4,much,50", "m5,1e308,50", ",1,1"];
    const { code, out } = await run(people("dirty.csv", rows), "--json");
    const figures = JSON.parse(out);
    const steps = Object.fromEntries(figures.cleaning.map(({ step, rows: touched }: { step: string; rows: number }) => [step, touched]));

    expect(code).toBe(0);
    expect(steps).toEqual({ "broken rows": 0, "no customer": 1, duplicates: 1, "customers named again": 1, "not a number": 1, "out of range": 1 });
    expect(figures.rows).toMatchObject({ read: 32, kept: 29, duplicates: 1, missing: { annualIncome: 5, spendingScore: 2 } });
    expect(figures.customers).toEqual({ total: 29, segmented: 27, unsegmented: 2 });
  });
});

describe("a purchase log", () => {
  const lines = Array.from({ length: 60 }, (_, at) => `o${at},c${Math.floor(Math.sqrt(2 * at))},p${at % 7},${1 + (at % 3)},${2 + (at % 12)},2024-0${1 + (at % 6)}-1${at % 9}`);
  const log = ["orderId,customerId,productId,quantity,unitPrice,date", ...lines, "o1,c1,p1,-1,3,2024-06-20", "o2,,p1,1,3,2024-06-20"];

  test("is segmented by recency, frequency and monetary, with what each segment buys", async () => {
    const figures = JSON.parse((await run(aFile("log.csv", log), "--json")).out);

    expect(figures.features).toEqual(["recency", "frequency", "monetary"]);
    expect(figures.rows).toMatchObject({ read: 62, kept: 60, missing: { customerId: 1 } });
    expect(figures.customers.total).toBe(11);
    expect(figures.purchases).toHaveLength(figures.segments.length);
    expect(figures.purchases[0]).toMatchObject({ recommended: expect.arrayContaining([expect.objectContaining({ productId: expect.any(String) })]) });
  });

  test("shows what up to three customers of each segment would be recommended, and why", async () => {
    const figures = JSON.parse((await run(aFile("log.csv", log), "--json")).out);

    for (const [at, { examples }] of figures.purchases.entries()) {
      expect(examples).toHaveLength(Math.min(3, figures.segments[at].size));
      expect(new Set(examples.map(({ customerId }: { customerId: string }) => customerId)).size).toBe(examples.length);
      for (const { features, items } of examples) {
        expect(features).toEqual({ recency: expect.any(Number), frequency: expect.any(Number), monetary: expect.any(Number) });
        expect(items).toContainEqual(expect.objectContaining({ reason: expect.objectContaining({ text: expect.stringMatching(/\w/) }) }));
      }
    }
  });

  test("counts money gross of returns, or net of them", async () => {
    const monetaryOf = async (...flags: readonly string[]): Promise<number> => {
      const { columns } = JSON.parse((await run(aFile("log.csv", log), "--json", ...flags)).out);
      const { mean, known } = columns.find(({ name }: { name: string }) => name === "monetary");
      return mean * known;
    };

    expect((await monetaryOf()) - (await monetaryOf("--net"))).toBeCloseTo(3, 9);
  });
});

describe("what cannot be analysed", () => {
  test.each([
    { name: "an empty file", lines: [], code: 1, message: "is empty" },
    { name: "a column named twice", lines: ["CustomerID,Age,Age", "1,2,3"], code: 1, message: 'two columns named "Age"' },
  ])("$name ends with one line", async ({ name, lines, code, message }) => {
    const path = join(folder, `${name}.csv`);
    writeFileSync(path, lines.join("\n"));
    const found = await run(path);

    expect(found.code).toBe(code);
    expect(found.notes.split("\n")).toEqual([expect.stringContaining(message)]);
  });

  test("a file of words is described, and not segmented", async () => {
    const { code, out } = await run(aFile("words.csv", ["CustomerID,City", ...Array.from({ length: 9 }, (_, at) => `${at},${at % 2 === 0 ? "Rome" : "Oslo"}`)]), "--json");

    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ categories: [{ label: "City" }], segments: [], refusal: { code: "no_numbers", message: expect.stringContaining("--map") } });
  });

  test("too few customers are described, and not segmented", async () => {
    const { code, out } = await run(people("few.csv", PEOPLE.slice(0, 2)), "--json");

    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ rows: { kept: 2 }, segments: [], k: null, refusal: { code: "too_few_customers" } });
  });

  test.each([
    [["--k", "1"], "whole number from 2"],
    [["--features", "age,age"], "twice"],
    [["--features", "height"], 'no numeric column "height"'],
    [["--seed", "x"], "whole number"],
  ])("%j is wrong usage", async (flags, message) => {
    const found = await run(MALL, ...flags);

    expect(found.code).toBe(2);
    expect(found.notes).toContain(message);
  });
});
