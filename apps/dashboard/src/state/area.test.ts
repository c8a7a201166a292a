import { describe, expect, it } from "vitest";
import { isInside, plotOf, readArea, writeArea } from "./area.ts";

describe("an area of the map", () => {
  it("comes back from its text", () => {
    const area = { xMin: -1.25, xMax: 3, yMin: 0, yMax: 12_345.6 };
    expect(readArea(writeArea(area))).toEqual(area);
    expect(isInside(area, 3, 0)).toBe(true);
    expect(isInside(area, 3.1, 0)).toBe(false);
  });

  it.each([null, "", "1,2,3", "1,2,3,x", "2,1,3,4", "1,2,3,4,5", "1,,3,4"])("is none in %s", (text) => {
    expect(readArea(text)).toBeNull();
  });

  it("shows whom both axes are known of", () => {
    const item = (customerId: string, values: (number | null)[]) => ({ customerId, segment: "seg-1", x: 1, y: 2, values });
    const map = { modelVersion: "m", axes: [], centroids: [], features: ["recency", "age"], items: [item("a", [5, null]), item("b", [6, 40])] };
    expect(plotOf(map, { x: "recency", y: "age" })).toMatchObject({ x: [6], y: [40] });
    expect(plotOf(map, { x: "pc1", y: "recency" })).toMatchObject({ x: [1, 1], y: [5, 6] });
  });
});
