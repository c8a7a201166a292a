import { describe, expect, it } from "vitest";
import { scaleFor } from "./scale.ts";

describe("a scale", () => {
  it("leads to pixels and back, upside down as well", () => {
    for (const values of [[-3, 0, 2, 5], [0, 1, 2, 90_000], [7]]) {
      const scale = scaleFor(values, { from: 300, to: 10 });
      for (const value of values) expect(scale.toValue(scale.toPixel(value))).toBeCloseTo(value, 6);
    }
  });

  it("bends where amounts are very unequal, and has ticks at powers of ten then", () => {
    const scale = scaleFor([0, 3, 4, 5, 12_000], { from: 0, to: 100 });
    expect(scale.isLog).toBe(true);
    expect(scale.ticks).toEqual([0, 1, 10, 100, 1000, 10_000]);
    expect(scaleFor([-1, 0, 50], { from: 0, to: 100 }).isLog).toBe(false);
  });

  it("has round ticks within what there is", () => {
    expect(scaleFor([-2.1, 0, 3.2], { from: 0, to: 100 }).ticks).toEqual([-2, -1, 0, 1, 2, 3]);
  });
});
