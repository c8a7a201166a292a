import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayText, isoTime } from "./dates.ts";

describe("a date in an answer", () => {
  it("is what Date makes of it", () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1960, 0, 1), max: Date.UTC(2090, 0, 1) }), (time) => {
        expect(isoTime(time)).toBe(new Date(time).toISOString());
      }),
    );
  });

  it("names the year where it is another one", () => {
    expect(dayText(Date.UTC(2011, 10, 3, 23, 59, 59, 999), Date.UTC(2011, 11, 31))).toBe("3 November");
    expect(dayText(Date.UTC(2010, 11, 31), Date.UTC(2011, 0, 1))).toBe("31 December 2010");
  });
});
