import { describe, expect, it } from "vitest";
import { withActivity } from "./activity.ts";
import type { ActivityPoint, Counts } from "./activity.ts";

const at = (seconds: number, events: number, moves = 0): Counts => ({ time: seconds * 1000, events, moves, freshness: { sum: events * 0.02, count: events } });

describe("activity", () => {
  it("is events a second, the mean freshness and the moves of each stretch", () => {
    expect(withActivity([], at(0, 10), at(5, 60, 3))).toEqual([{ time: 5000, eventsPerSecond: 10, freshnessMs: expect.closeTo(20, 6), moves: 3 }]);
  });

  it("ends with one zero and then does not grow while nothing happens", () => {
    const busy = withActivity([], at(0, 0), at(5, 5));
    const ended = withActivity(busy, at(5, 5), at(10, 5));
    expect(ended).toHaveLength(2);
    expect(ended[1]).toMatchObject({ eventsPerSecond: 0, freshnessMs: null });
    expect(withActivity(ended, at(10, 5), at(15, 5))).toBe(ended);
  });

  it("keeps the last hour", () => {
    let points: readonly ActivityPoint[] = [];
    for (let step = 0; step < 1000; step++) points = withActivity(points, at(step * 5, step), at(step * 5 + 5, step + 1));
    expect(points).toHaveLength(720);
    expect(points.at(-1)?.time).toBe(5_000_000);
  });

  it("counts no step back, as after a restart, for events", () => {
    expect(withActivity([], at(0, 100), at(5, 40))).toEqual([]);
  });
});
