import { describe, expect, it } from "vitest";
import { median, quantile, spread } from "./statistics.ts";

describe("median", () => {
  it("is the middle value, whatever the order", () => {
    expect(median([9, 1, 5])).toBe(5);
  });

  it("is half-way between the two in the middle of an even number", () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it("is not a number of no values", () => {
    expect(median([])).toBeNaN();
  });
});

describe("quantile", () => {
  const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);

  it("is the smallest value that the share does not exceed", () => {
    expect(quantile(hundred, 0.5)).toBe(50);
    expect(quantile(hundred, 0.99)).toBe(99);
    expect(quantile([1, 2, 3], 0.99)).toBe(3);
  });

  it("has the extremes at its ends", () => {
    expect(quantile(hundred, 0)).toBe(1);
    expect(quantile(hundred, 1)).toBe(100);
  });
});

describe("spread", () => {
  it("is the width against the median", () => {
    expect(spread([8, 10, 13])).toBe(0.5);
  });

  it("is unknown of a single value", () => {
    expect(spread([8])).toBeNull();
  });
});
