import { describe, expect, test } from "vitest";
import { readNamingFile } from "@segue/platform/naming-file";
import { mallCustomers } from "../../../../test/data.ts";
import { pointsOf } from "../math/vector.ts";
import type { AnalysisInput } from "./analyse.ts";
import { analyse } from "./analyse.ts";
import { analysisJson } from "./analysis-json.ts";

const NAMES = ["annualIncome", "spendingScore", "age"];

const anInput = (rows: readonly (readonly number[])[], parameters: Partial<AnalysisInput["parameters"]> = {}): AnalysisInput => ({
  source: { kind: "customers", file: "customers.csv", description: "" },
  cleaning: { read: rows.length, kept: rows.length, duplicates: 0, missing: {}, steps: [] },
  table: {
    ids: rows.map((_, at) => `c${at}`),
    columns: NAMES.map((name) => ({ name, label: name, log: false })),
    values: pointsOf(rows, NAMES.length),
    categories: [],
  },
  parameters: { seed: 1, k: null, features: NAMES.slice(0, 2), net: null, version: "0", ...parameters },
  besides: [],
  namedBy: NAMES,
  naming: readNamingFile(),
});

const mall = mallCustomers().map((c) => [c.annualIncome, c.spendingScore, c.age]);

describe("mall customers", () => {
  const { segmentation } = analyse({ ...anInput(mall), besides: ["age"] });

  test("are the five segments of the reference, by name", () => {
    expect(segmentation?.k.chosen).toBe(5);
    expect(segmentation?.segments.map(({ name, size }) => [name, size])).toEqual([
      ["Mainstream Shoppers", 81],
      ["High Spenders", 39],
      ["Affluent Savers", 35],
      ["Low Income Shoppers", 23],
      ["Young Frequent Buyers", 22],
    ]);
    expect(segmentation?.segments[1]).toMatchObject({
      explanation: "income +0.99 sd, score +1.24 sd",
      means: { annualIncome: expect.closeTo(86.538, 3), spendingScore: expect.closeTo(82.128, 3), age: expect.closeTo(32.692, 3) },
    });
  });

  test("have the reference's figures beside each other", () => {
    expect(segmentation).toMatchObject({
      kmeans: { inertia: expect.closeTo(65.568408, 6), silhouette: expect.closeTo(0.554657, 6), sizes: [81, 39, 35, 23, 22] },
      hierarchical: { sizes: [85, 39, 32, 23, 21], silhouette: expect.closeTo(0.553809, 6), adjustedRandToKmeans: expect.closeTo(0.941961, 6) },
      k: { criteria: { silhouette: 5, daviesBouldin: 5, calinskiHarabasz: 9, wardHeight: 5, elbow: 5 } },
    });
    expect(segmentation?.hierarchical.heights.slice(0, 2)).toEqual([expect.closeTo(15.624837, 6), expect.closeTo(15.186189, 6)]);
  });

  test("with age: six clusters, and the reference's axes", () => {
    expect(segmentation?.beside).toMatchObject({
      features: ["annualIncome", "spendingScore", "age"],
      k: { chosen: 6 },
      kmeans: { inertia: expect.closeTo(133.868334, 6) },
      pca: { explainedVarianceRatio: [0.442662, 0.333084, 0.224255].map((share) => expect.closeTo(share, 6)) },
    });
  });

  test("one pass of mini-batches comes near to k-means", () => {
    const { miniBatchInertia = 0, inertia = 1 } = segmentation?.kmeans ?? {};

    expect(miniBatchInertia / inertia).toBeGreaterThanOrEqual(1);
    expect(miniBatchInertia / inertia).toBeLessThan(2);
  });

  test("the same input gives the same bytes, another seed the same segments", () => {
    const json = (seed: number): string => JSON.stringify(analysisJson(analyse(anInput(mall, { seed }))));

    expect(json(1)).toBe(json(1));
    expect(analyse(anInput(mall, { seed: 2 })).segmentation?.kmeans.sizes).toEqual([81, 39, 35, 23, 22]);
  });
});

describe("what cannot be segmented says so", () => {
  const refused = (rows: readonly (readonly number[])[], parameters = {}) => analyse(anInput(rows, parameters)).refusal;

  test.each([
    ["nobody", [], "only 0 customers can be segmented; 6 are needed, or a number with --k"],
    ["one customer", mall.slice(0, 1), "only 1 customer can be segmented; 6 are needed, or a number with --k"],
    ["five customers", mall.slice(0, 5), "only 5 customers can be segmented; 6 are needed, or a number with --k"],
    ["all equal", mall.map(() => [1, 2, 3]), "all 200 customers are alike in annualIncome, spendingScore; name other columns with --features"],
    ["nothing known", mall.map(() => [Number.NaN, Number.NaN, 3]), "all 200 customers are alike in annualIncome, spendingScore; name other columns with --features"],
  ])("%s", (_, rows, message) => {
    expect(refused(rows)).toMatchObject({ message });
    expect(JSON.stringify(analysisJson(analyse(anInput(rows))))).not.toMatch(/NaN|Infinity/);
  });

  test("more segments asked for than there are customers, or different ones", () => {
    expect(refused(mall.slice(0, 3), { k: 5 })?.message).toBe("only 3 customers can be segmented, and 5 segments were asked for with --k");
    expect(refused([...mall.slice(0, 3), ...mall.slice(0, 3)], { k: 5 })?.message).toContain("only 3 different customers");
  });
});

describe("what is left of it is segmented", () => {
  test("a constant column is left out and said so", () => {
    const { features, scaling, segmentation } = analyse(anInput(mall.map(([income, , age]) => [income, 50, age])));

    expect(features).toEqual(["annualIncome"]);
    expect(scaling[1]).toMatchObject({ feature: "spendingScore", reason: "it does not vary, so that it tells nobody apart" });
    expect(segmentation?.segments.length).toBeGreaterThan(1);
  });

  test("customers of whom nothing is known are in no segment, others by what is known of them", () => {
    const rows = mall.map((row, at) => (at === 0 ? [Number.NaN, Number.NaN, 20] : at === 1 ? [15, Number.NaN, 20] : row));
    const analysis = analyse(anInput(rows));
    const labels = analysis.segmentation?.clustering.partition.labels ?? [];

    expect(labels[0]).toBe(-1);
    expect(labels[1]).toBeGreaterThanOrEqual(0);
    expect(analysis.segmentation?.segments.reduce((sum, { size }) => sum + size, 0)).toBe(199);
    expect(analysisJson(analysis)).toMatchObject({ customers: { total: 200, segmented: 199, unsegmented: 1 } });
  });

  test("the number that was asked for is taken", () => {
    const { segmentation } = analyse(anInput(mall, { k: 3 }));

    expect(segmentation?.k).toMatchObject({ chosen: 3, reason: "3 because it was asked for" });
    expect(segmentation?.kmeans.sizes).toHaveLength(3);
  });
});
