import { describe, expect, test } from "vitest";
import { aMallInput, around, aRefitInput, fitted } from "../../../../../test/segmentation.ts";
import { seededRandom } from "../../math/random.ts";
import { assign } from "../assign.ts";
import type { SegmentModel } from "../model.ts";
import { usableRows } from "./refit-input.ts";
import { refit } from "./refit.ts";

const byName = (model: SegmentModel): Record<string, number> => Object.fromEntries(model.segments.map(({ name, size }) => [name, size]));

describe("mall customers", () => {
  const model = fitted(aMallInput({ kRange: { min: 2, max: 10 } }));

  test("fall into five segments, each with the name that describes it", () => {
    expect(byName(model)).toEqual({
      "Mainstream Shoppers": 81,
      "High Spenders": 39,
      "Affluent Savers": 35,
      "Low Income Shoppers": 23,
      "Young Frequent Buyers": 22,
    });
  });

  test("are explained by what stands out", () => {
    const star = model.segments.find(({ name }) => name === "High Spenders");

    expect(star).toMatchObject({ explanation: "income +0.99 sd, score +1.24 sd", rule: "high-spenders", pinned: false });
    expect(star?.means).toEqual([86.538, 82.128, 32.692].map((mean) => expect.closeTo(mean, 3)));
    expect(star?.centroid).toEqual([0.99, 1.24].map((z) => expect.closeTo(z, 2)));
    expect(star?.strategy.offer).toContain("no discounts");
  });

  test("have the figures of the reference run at every k", () => {
    const golden: [number, number][] = [
      [269.016794, 0.295121], [157.704008, 0.466585], [108.921317, 0.493907], [65.568408, 0.554657], [55.057348, 0.53988],
      [44.864756, 0.528149], [37.180288, 0.455391], [32.330814, 0.459413], [29.076177, 0.449423],
    ];
    model.candidates.forEach(({ k, inertia, silhouette }, at) => {
      const [best, score] = golden[at];
      expect(inertia).toBeLessThanOrEqual(best * (k <= 6 ? 1 + 1e-3 : 1.02));
      if (k <= 7) expect(silhouette).toBeCloseTo(score, 5);
    });
    expect(model.candidates).toHaveLength(9);
  });

  test("are placed by the published model exactly as at the fit", () => {
    const { values } = aMallInput();
    const sizes = new Array<number>(5).fill(0);
    for (let row = 0; row < 200; row++) sizes[assign(model, values.subarray(row * 3, row * 3 + 2))]++;

    expect(sizes).toEqual(model.segments.map((segment) => segment.size));
    expect(assign(model, [Number.NaN, Number.NaN])).toBe(-1);
    expect(model.segments[assign(model, [Number.NaN, 95])].means[1]).toBeGreaterThan(75);
  });

  test("by age as well, fall into the six segments of the reference run", () => {
    const features = [...aMallInput().features, ...aMallInput().context];

    const three = fitted(aMallInput({ features, context: [], kRange: { min: 2, max: 8 } }));

    expect(three.segments.map(({ size }) => size)).toEqual([45, 39, 38, 33, 24, 21]);
    expect(three.inertia).toBeLessThanOrEqual(133.868334 * (1 + 1e-3));
    expect(three.silhouette).toBeCloseTo(0.427428, 5);
    expect(three.projection.axes).toHaveLength(2);
    expect(three.projection.explainedVariance).toEqual([0.442662, 0.333084].map((share) => expect.closeTo(share, 6)));
  });

  test("give the same bytes again", () => {
    expect(JSON.stringify(refit(aMallInput()))).toBe(JSON.stringify(refit(aMallInput())));
  });

  test("survive the way through JSON unchanged", () => {
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
  });
});

describe("too little to go by", () => {
  const repeated = (rows: number, kinds: number) => Float64Array.from(Array.from({ length: rows * 2 }, (_, at) => (at >> 1) % kinds));

  test("is a reply, not a failure", () => {
    expect(refit(aRefitInput())).toMatchObject({ kind: "not-enough", customers: 0, distinct: 0 });
    expect(refit(aRefitInput({ values: repeated(19, 19) }))).toMatchObject({
      kind: "not-enough",
      customers: 19,
      message: "19 customers can be segmented, 20 are needed",
    });
    expect(refit(aRefitInput({ values: repeated(50, 1) }))).toMatchObject({ kind: "not-enough", distinct: 1, message: "all customers are alike" });
  });

  test("customers of whom nothing is known do not count", () => {
    const values = repeated(25, 25).fill(Number.NaN, 0, 12);

    expect(usableRows(aRefitInput({ values }))).toHaveLength(19);
    expect(refit(aRefitInput({ values }))).toMatchObject({ kind: "not-enough", customers: 19 });
  });

  test("few kinds of customers make as many segments", () => {
    const model = fitted(aRefitInput({ values: repeated(60, 3) }));

    expect(model.segments.map(({ size }) => size)).toEqual([20, 20, 20]);
    expect(model.inertia).toBeCloseTo(0, 12);
    expect(model.candidates.map(({ k }) => k)).toEqual([3]);
  });
});

const CORNERS = [[0, 0], [10, 0], [0, 10], [10, 10]] as const;

describe("missing values", () => {
  test("customers join the segment of what is known of them", () => {
    const values = around(CORNERS, 30);
    for (let row = 0; row < 120; row += 5) values[row * 2 + (row % 2)] = Number.NaN;

    const model = fitted(aRefitInput({ values }));

    expect(model.segments).toHaveLength(4);
    expect(model.segments.map(({ size }) => size).reduce((sum, size) => sum + size, 0)).toBe(120);
    for (const { means } of model.segments) expect(means.every((mean) => mean !== null && (Math.abs(mean - 0.5) < 1 || Math.abs(mean - 10.5) < 1))).toBe(true);
  });

  test("half with profiles and half with orders still make segments", () => {
    const random = seededRandom(4);
    // Too many for restarts: the hierarchy's start has to do.
    const rows = Array.from({ length: 2400 }, (_, row) => {
      const high = row % 4 < 2 ? 0 : 10;
      return row % 2 === 0 ? [high + random(), Number.NaN] : [Number.NaN, high + random()];
    });

    const model = fitted(aRefitInput({ values: Float64Array.from(rows.flat()), kRange: { min: 2, max: 4 } }));

    expect(model.customers).toBe(2400);
    expect(model.inertia / 2400).toBeLessThan(0.2);
    expect(model.segments.every(({ centroid }) => centroid.every(Number.isFinite))).toBe(true);
  });
});

test("beyond 8,000 customers the hierarchy stands on micro-clusters, and finds the same segments", () => {
  const values = around(CORNERS, 2250);

  const model = fitted(aRefitInput({ values, kRange: { min: 3, max: 5 } }));

  expect(model.segments.map(({ size }) => size)).toEqual([2250, 2250, 2250, 2250]);
});
