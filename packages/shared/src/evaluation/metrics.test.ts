import { describe, expect, it } from "vitest";
import { METRICS, judge } from "./metrics.ts";

function judged(list: readonly number[], bought: readonly number[]): Record<string, number> {
  const into = new Float32Array(METRICS.length + 1);
  judge(list, new Set(bought), { into, at: 1 });
  return Object.fromEntries(METRICS.map((metric, at) => [metric, into[at + 1]]));
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

describe("a list is judged", () => {
  it("by its hits and their ranks", () => {
    // Hits at ranks 1 and 3 of three products: DCG 1 + 1/2, ideal 1 + 1/log2(3) + 1/2.
    const { recall10, ndcg10, hr10 } = judged([7, 1, 8, 2], [7, 8, 9]);

    expect(recall10).toBeCloseTo(2 / 3, 6);
    expect(ndcg10).toBeCloseTo(1.5 / (1.5 + 1 / Math.log2(3)), 6);
    expect(hr10).toBe(1);
  });

  it("at 10 and at 20", () => {
    // The only hit is at rank 11: gain 1 / log2(12).
    const scores = judged(upTo(20), [10, 99]);

    expect(scores).toMatchObject({ recall10: 0, ndcg10: 0, hr10: 0, recall20: 0.5, hr20: 1 });
    expect(scores.ndcg20).toBeCloseTo(1 / Math.log2(12) / (1 + 1 / Math.log2(3)), 6);
  });

  it("by recall against the whole basket, and by nDCG against what fits", () => {
    const scores = judged(upTo(10), upTo(40));

    expect(scores.recall10).toBeCloseTo(10 / 40, 6);
    expect(scores.ndcg10).toBeCloseTo(1, 6);
  });

  it("as nothing where it is empty, and as not to be judged where nothing was bought", () => {
    expect(Object.values(judged([], [1]))).toEqual([0, 0, 0, 0, 0, 0]);
    expect(Object.values(judged([1, 2], []))).toEqual(METRICS.map(() => Number.NaN));
  });
});
