import { describe, expect, it } from "vitest";
import { resultOf } from "./results.ts";
import { tableOf } from "./table.ts";

const figure = { name: "serve", unit: "us CPU/request" };

describe("resultOf", () => {
  it("takes the ratio repetition by repetition, so that a slow minute slows down both sides", () => {
    const samples = [
      { value: 30, floor: 10 },
      { value: 80, floor: 20 },
      { value: 10, floor: 5 },
    ];
    const result = resultOf({ ...figure, samples, target: 3 });
    expect(result).toEqual({ ...figure, value: 30, floor: 10, ratio: 3, target: 3, met: true, spread: 0.6667 });
  });

  it("holds the target against the ratio where there is a floor, else against the value", () => {
    expect(resultOf({ ...figure, samples: [{ value: 40, floor: 10 }], target: 3 }).met).toBe(false);
    expect(resultOf({ ...figure, samples: [{ value: 2.9 }], target: 3 }).met).toBe(true);
    expect(resultOf({ ...figure, samples: [{ value: 3.1 }], target: 3 }).met).toBe(false);
  });

  it("has no floor and no ratio where nothing was compared", () => {
    expect(resultOf({ ...figure, samples: [{ value: 1.23456 }] })).toEqual({ ...figure, value: 1.235, floor: null, ratio: null, target: null, met: null, spread: null });
  });

  it("leaves the verdict open where the figure is reported only", () => {
    expect(resultOf({ ...figure, samples: [{ value: 99 }], target: 25, reportOnly: true })).toMatchObject({ target: 25, met: null });
  });
});

describe("tableOf", () => {
  it("shows each figure beside its floor and target", () => {
    const results = [
      resultOf({ name: "ingest", unit: "us CPU/order", samples: [{ value: 90, floor: 20 }], target: 6 }),
      resultOf({ name: "pipeline", unit: "s", samples: [{ value: 21 }, { value: 25 }], target: 20 }),
    ];
    expect(tableOf(results)).toEqual([
      "bench               value  floor  ratio  target          spread",
      "ingest    90 us CPU/order     20  4.50x   <= 6x  met          -",
      "pipeline             23 s      -      -   <= 20  missed    17 %",
    ]);
  });
});
