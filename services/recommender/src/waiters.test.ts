import { describe, expect, it } from "vitest";
import { createWaiters } from "./waiters.ts";

describe("a request that waits for its own write", () => {
  it("goes on at once when the write is in", async () => {
    const waiters = createWaiters([8]);
    const started = performance.now();
    await waiters.until([{ partition: 0, offset: 7 }]);
    expect(performance.now() - started).toBeLessThan(500);
  });

  it("goes on as soon as every partition has come that far", async () => {
    const applied = [7, 3];
    const waiters = createWaiters(applied);
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

  it("is not kept longer than a second", async () => {
    const started = performance.now();
    await createWaiters([0]).until([{ partition: 0, offset: 99 }]);
    expect(performance.now() - started).toBeGreaterThan(900);
  });
});
