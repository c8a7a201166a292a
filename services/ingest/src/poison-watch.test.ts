import { describe, expect, it } from "vitest";
import { createLogger } from "@segue/platform/logger";
import { createMetrics } from "@segue/platform/metrics";
import { createPoisonWatch } from "./poison-watch.ts";

const watchOf = (percent: number) => createPoisonWatch({ percent, metrics: createMetrics(), logger: createLogger("test", "silent") });

describe("a partition with poison", () => {
  it("goes on while there is less than a set share of it", () => {
    const watch = watchOf(50);
    for (let chunk = 0; chunk < 100; chunk++) expect(watch.admits(0, { records: 100, poison: 49 })).toBe(true);
    expect(watch.check().ready).toBe(true);
  });

  it("stands still when there is more, alone, until it is begun anew", () => {
    const watch = watchOf(50);
    expect(watch.admits(3, { records: 100, poison: 50 })).toBe(false);
    expect([watch.isHalted(3), watch.isHalted(2)]).toEqual([true, false]);
    expect(watch.check()).toMatchObject({ ready: false, detail: expect.stringContaining("partition 3 of events stands still") });
    watch.begin(3);
    expect([watch.isHalted(3), watch.check().ready]).toEqual([false, true]);
  });

  it("is judged over chunks of single records, and not by the first few", () => {
    const watch = watchOf(50);
    let taken = 0;
    while (watch.admits(0, { records: 1, poison: 1 })) taken++;
    expect(taken).toBe(99);
  });

  it("is not halted long after what was good, nor by what was bad long ago", () => {
    const watch = watchOf(50);
    for (let chunk = 0; chunk < 20; chunk++) watch.admits(0, { records: 1_000, poison: 0 });
    let taken = 0;
    while (watch.admits(0, { records: 100, poison: 100 })) taken++;
    expect(taken).toBeLessThan(20);
    expect(watch.admits(1, { records: 99, poison: 99 })).toBe(true);
    for (let chunk = 0; chunk < 3; chunk++) expect(watch.admits(1, { records: 1_000, poison: 0 })).toBe(true);
  });

  it("is never halted where the share is 0", () => {
    expect(watchOf(0).admits(0, { records: 1_000, poison: 1_000 })).toBe(true);
  });
});
