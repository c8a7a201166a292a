import { describe, expect, it } from "vitest";
import type { SegmentReply } from "@segue/shared/api/segments";
import type { SystemReading } from "./read-system.ts";
import { segmentedCustomers } from "./segmented-customers.ts";

const aSegment = (id: string): SegmentReply => ({ id, name: `name of ${id}`, size: 7, share: 0.5, explanation: "", strategy: "", channel: "", offer: "", goal: "", means: { age: 1 } });

const aReading = (...rows: readonly string[]): SystemReading => ({
  segments: { segmentation: "behaviour", segments: [aSegment("seg-4"), aSegment("seg-2")], modelVersion: "behaviour-2.1", asOf: "2026-01-01T00:00:00.000Z", totals: { customers: 14, unsegmented: 0, orders: 0, revenue: 0, currency: null } },
  customers: ["customerId,segment,segmentName,age,firstPurchase,lastPurchase", ...rows.map((row) => `${row},2026-01-02,`), ""].join("\r\n"),
  lists: [],
});

describe("what a running system says of its customers", () => {
  it("is counted over those that were read; what is not known counts nowhere", () => {
    const { labels, segments, values, dates } = segmentedCustomers(aReading("a,seg-2,Young,20", "b,seg-2,Young,", "c,seg-4,Old,60", "d,seg-2,Young,40"));

    expect(Array.from(labels)).toEqual([1, 1, 0, 1]);
    expect([...values]).toEqual([20, Number.NaN, 60, 40]);
    expect(dates).toEqual([
      { name: "firstPurchase", values: Float64Array.of(...new Array<number>(4).fill(Date.UTC(2026, 0, 2))) },
      { name: "lastPurchase", values: Float64Array.of(...new Array<number>(4).fill(Number.NaN)) },
    ]);
    // Of 20, 40 and 60 the mean is 40 and the population sd 20 · sqrt(2 / 3).
    expect(segments).toMatchObject([
      { id: "seg-4", size: 1, share: 0.25, means: { age: 60 }, zScores: { age: expect.closeTo(Math.sqrt(1.5), 12) } },
      { id: "seg-2", size: 3, share: 0.75, means: { age: 30 }, zScores: { age: expect.closeTo(-Math.sqrt(1.5) / 2, 12) } },
    ]);
  });

  it("is refused where a refit came in between", () => {
    expect(() => segmentedCustomers(aReading("a,seg-9,New,20"))).toThrow("run the command again");
  });

  it("is refused where it is something else", () => {
    expect(() => segmentedCustomers({ ...aReading(), customers: "<html>" })).toThrow("not Segue");
  });
});
