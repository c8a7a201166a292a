import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isDue, usualInterval } from "./rhythm.ts";

const DAY = 86_400_000;

/** The decayed sum as ingest keeps it, of purchases at these days. */
function boughtOn(days: readonly number[]) {
  const last = Math.max(...days);
  return { productId: "p", count: days.length, decayed: days.reduce((sum, day) => sum + 2 ** ((day - last) / 120), 0), last: last * DAY };
}

describe("the usual interval", () => {
  it("is that of an even pace, exactly", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.double({ min: 0.5, max: 200, noNaN: true }), (count, interval) => {
        expect(usualInterval(boughtOn(Array.from({ length: count }, (_, i) => i * interval)))).toBeCloseTo(interval, 4);
      }),
    );
  });

  it("lies between the shortest and the longest of an uneven pace, nearer to the recent ones", () => {
    const slower = usualInterval(boughtOn([0, 10, 20, 80, 140]));
    expect(slower).toBeGreaterThan((4 * 10 + 60) / 5);
    expect(slower).toBeLessThan(60);
    expect(slower).toBeGreaterThan(usualInterval(boughtOn([0, 60, 120, 130, 140])));
  });

  it("is not known of one purchase, and 0 of several at once", () => {
    expect(usualInterval(boughtOn([3]))).toBeNaN();
    expect(usualInterval(boughtOn([3, 3, 3]))).toBe(0);
  });
});

describe("a product bought every three weeks", () => {
  const tea = boughtOn([0, 21, 42, 63]);

  it.each([
    [64, false],
    [75, false],
    [82, true],
    [90, true],
    [110, true],
    [200, false],
  ])("on day %i is due: %s", (day, expected) => {
    expect(isDue(tea, day * DAY)).toBe(expected);
  });

  it("is never due after a single purchase", () => {
    expect(isDue(boughtOn([0]), 21 * DAY)).toBe(false);
  });
});
