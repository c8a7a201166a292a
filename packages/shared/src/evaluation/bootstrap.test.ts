import { describe, expect, it } from "vitest";
import { seededRandom } from "../math/random.ts";
import { clusteredMean } from "./bootstrap.ts";

describe("the interval of a mean", () => {
  it("is a point where all values are the same", () => {
    expect(clusteredMean([3, 3, 3, 3], [0, 0, 1, 2])).toEqual({ mean: 3, low: 3, high: 3 });
  });

  it("leaves out what has no value", () => {
    expect(clusteredMean([1, Number.NaN, 3], [0, 1, 0])).toEqual({ mean: 2, low: 2, high: 2 });
    expect(clusteredMean([Number.NaN], [0]).mean).toBeNaN();
  });

  it("has the width that theory gives for customers with one basket each", () => {
    const random = seededRandom(5);
    const values = Array.from({ length: 400 }, () => (random() < 0.5 ? 0 : 1));
    const { mean, low, high } = clusteredMean(values, values.map((_, i) => i));

    // 1.96 x sqrt(.25 / 400) to either side.
    expect(high - mean).toBeCloseTo(0.049, 2);
    expect(mean - low).toBeCloseTo(0.049, 2);
  });

  it("is wider where the baskets of a customer are alike, for then there are fewer of them", () => {
    const random = seededRandom(6);
    const values = Array.from({ length: 40 }, () => random()).flatMap((value) => new Array<number>(10).fill(value));
    const alone = clusteredMean(values, values.map((_, i) => i));
    const clustered = clusteredMean(values, values.map((_, i) => Math.floor(i / 10)));

    // By the square root of ten baskets per customer.
    expect((clustered.high - clustered.low) / (alone.high - alone.low)).toBeGreaterThan(2.5);
    expect((clustered.high - clustered.low) / (alone.high - alone.low)).toBeLessThan(4);
  });
});
