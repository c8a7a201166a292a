import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createPace } from "./pace.ts";

describe("a pace", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("begins at once, then no sooner than the time between two beginnings", async () => {
    const begun: number[] = [];
    const pace = createPace(async () => void begun.push(performance.now()), 1_000);
    const start = performance.now();
    pace.ask();
    await vi.advanceTimersByTimeAsync(0);
    pace.ask();
    pace.ask();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(begun.map((at) => at - start)).toEqual([0, 1_000]);
  });

  it("does once more what was asked for while it was at work, and nothing once it has stopped", async () => {
    let done = 0;
    const pace = createPace(async () => {
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      done++;
    }, 1_000);
    pace.ask();
    await vi.advanceTimersByTimeAsync(1);
    pace.ask();
    pace.ask();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(done).toBe(2);
    pace.ask();
    pace.stop();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(done).toBe(2);
  });
});
