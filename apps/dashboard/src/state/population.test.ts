import { describe, expect, it } from "vitest";
import { populationMeans, trendOf } from "./population.ts";

describe("population", () => {
  it("weighs the means of segments by their sizes, without those that have none", () => {
    const means = populationMeans([
      { size: 30, means: { recency: 10, age: null } },
      { size: 10, means: { recency: 50, age: 40 } },
    ]);
    expect(means).toEqual({ recency: 20, age: 40 });
    expect(populationMeans([{ size: 0, means: { recency: 1 } }])).toEqual({ recency: null });
  });
});

describe("trend", () => {
  const at = (day: number, size?: number) => ({ time: new Date(day * 86_400_000).toISOString(), modelVersion: "m", sizes: size === undefined ? {} : { "seg-1": size } });

  it("compares with a month ago", () => {
    const trend = trendOf({ names: {}, items: [at(1, 5), at(40, 20), at(60, 30), at(70, 26)] }, "seg-1");
    expect(trend).toEqual({ sizes: [5, 20, 30, 26], change: 6, since: at(40).time });
  });

  it("says nothing of a segment that has just come", () => {
    expect(trendOf({ names: {}, items: [at(1), at(2, 9)] }, "seg-1")).toEqual({ sizes: [9], change: null, since: null });
    expect(trendOf(null, "seg-1").change).toBeNull();
  });
});
