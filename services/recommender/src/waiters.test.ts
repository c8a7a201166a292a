import { describe, expect, it } from "vitest";
import { createWaiters } from "./waiters.ts";

const waitersOf = (applied: readonly number[], stored = applied) => createWaiters({ applied, stored: async (partition) => stored[partition] ?? 0 });

describe("a request that waits for its own write", () => {
  it("goes on at once when the write is in", async () => {
    const waiters = waitersOf([8]);
    const started = performance.now();
    await waiters.until([{ partition: 0, offset: 7 }]);
    expect(performance.now() - started).toBeLessThan(500);
  });

  it("goes on as soon as every partition has come that far", async () => {
    const applied = [7, 3];
    const waiters = waitersOf(applied);
    let done = false;
    const waiting = waiters.until([{ partition: 0, offset: 7 }, { partition: 1, offset: 4 }]).then(() => (done = true));
    applied[0] = 8;
    waiters.applied();
    await Promise.resolve();
    expect(done).toBe(false);
    applied[1] = 5;
    waiters.applied();
    await waiting;
    expect(done).toBe(true);
  });

  it("waits for the store, which may be a moment behind", async () => {
    const stored = [7];
    let done = false;
    const waiting = waitersOf([8], stored).until([{ partition: 0, offset: 7 }]).then(() => (done = true));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(done).toBe(false);
    stored[0] = 8;
    await waiting;
    expect(done).toBe(true);
  });

  it("is not kept longer than a second", async () => {
    const started = performance.now();
    await waitersOf([0]).until([{ partition: 0, offset: 99 }]);
    expect(performance.now() - started).toBeGreaterThan(900);
  });
});
