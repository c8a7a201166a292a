import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBins, insertLargest, lowerBoundOf } from "./histogram.ts";
import { createTopK, startTopK } from "./top-k.ts";

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

describe("the largest keys", () => {
  const ofMany = fc.oneof(fc.double({ min: 0, max: 1e9, noNaN: true }), fc.integer({ min: 1, max: 9 }), fc.constantFrom(0, 5e-324, 1e-300, 1e300));

  it("come in order, of equal ones the smaller id first, whatever the keys are", () => {
    fc.assert(
      fc.property(fc.array(ofMany, { maxLength: 400 }), fc.integer({ min: 1, max: 100 }), (list, most) => {
        const keys = Float64Array.from(list);
        const ids = Int32Array.from(list, (_, id) => id);
        const top = startTopK(createTopK(100), most);
        insertLargest(top, { ids, keys, count: list.length, bins: createBins() }, { ids: ids.slice(), keys: keys.slice() });
        const expected = list.map((key, id) => ({ key, id })).filter(({ key }) => key > 0).sort((a, b) => b.key - a.key || a.id - b.id).slice(0, most);
        expect([...top.ids.subarray(0, top.size)]).toEqual(expected.map(({ id }) => id));
      }),
    );
  });
});
