import { describe, expect, it } from "vitest";
import { filledActivity, lastActivity, withTold } from "./activity.ts";

const point = (second: number, eventsPerSecond: number) => ({ time: new Date(second * 1000).toISOString(), eventsPerSecond, freshnessMs: 12, moves: 0 });
const reply = (second: number, items: ReturnType<typeof point>[]) => ({ now: new Date(second * 1000).toISOString(), stepSeconds: 5, items });

describe("activity", () => {
  it("is what the last stretch says while that is fresh by the server's clock", () => {
    expect(lastActivity(reply(12, [point(5, 1), point(10, 7)]))).toMatchObject({ eventsPerSecond: 7, freshnessMs: 12 });
    expect(lastActivity(reply(60, [point(10, 7)]))).toEqual({ eventsPerSecond: 0, freshnessMs: null });
    expect(lastActivity(reply(60, []))).toEqual({ eventsPerSecond: 0, freshnessMs: null });
  });

  it("falls to zero where stretches are left out", () => {
    const points = filledActivity(reply(200, [point(10, 7), point(100, 3)]));
    expect(points).toEqual([[10_000, 7], [15_000, 0], [95_000, 0], [100_000, 3], [105_000, 0], [200_000, 0]]);
  });

  it("grows by what is told, once each, and forgets what is older than an hour", () => {
    const known = reply(12, [point(5, 1), point(10, 7)]);
    const told = withTold(known, reply(15, [point(10, 7), point(15, 2)]));
    expect(told).toEqual(reply(15, [point(5, 1), point(10, 7), point(15, 2)]));
    const hour = reply(3_600, Array.from({ length: 720 }, (_, at) => point(5 * (at + 1), 1)));
    expect(withTold(hour, reply(3_605, [point(3_605, 4)])).items.map(({ time }) => time).slice(0, 1)).toEqual([point(10, 1).time]);
  });
});
