import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBins, lowerBoundOf } from "./lower-bound.ts";

const boundOf = (keys: readonly number[], most: number): number => lowerBoundOf({ keys: Float64Array.from(keys), count: keys.length, bins: createBins() }, most);

describe("a bound below the largest keys", () => {
  it("leaves in at least as many as are wanted, whatever the keys are", () => {
    const key = fc.oneof(fc.double({ min: 0, max: 1e9, noNaN: true }), fc.constantFrom(0, 5e-324, 1, 3, 1e300));
    fc.assert(
      fc.property(fc.array(key, { maxLength: 300 }), fc.integer({ min: 1, max: 50 }), (keys, most) => {
        const bound = boundOf(keys, most);
        expect(keys.filter((value) => value >= bound).length).toBeGreaterThanOrEqual(Math.min(most, keys.length));
      }),
    );
  });

  it("leaves out nearly all others", () => {
    const keys = Array.from({ length: 1_000 }, (_, i) => ((i * 37) % 1_000) / 7);
    const bound = boundOf(keys, 100);
    expect(keys.filter((value) => value >= bound).length).toBeLessThan(106);
  });
});
