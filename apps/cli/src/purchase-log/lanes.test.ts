import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Parcel } from "./lanes.ts";
import { sendInLanes } from "./lanes.ts";

const parcels = (count: number, keys = 7): Parcel[] => Array.from({ length: count }, (_, row) => ({ key: `c${row % keys}`, line: `{"row":${row}}`, row }));
const limits = { lanes: 4, maxLines: 10, maxBytes: 1_000 };

describe("sendInLanes", () => {
  it("sends everything once, each key in its order, whatever the answers take", async () => {
    const delays = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 150 }), fc.integer({ min: 1, max: 20 }), delays, async (count, keys, pauses) => {
        const seen: Parcel[] = [];
        let posts = 0;
        const post = async (batch: readonly Parcel[]): Promise<void> => {
          posts += 1;
          for (let turn = pauses[posts % pauses.length] ?? 0; turn > 0; turn -= 1) await new Promise((resolve) => setImmediate(resolve));
          seen.push(...batch);
        };
        await sendInLanes(parcels(count, keys), { ...limits, post });
        expect(seen.map(({ row }) => row).sort((a, b) => a - b)).toEqual(parcels(count).map(({ row }) => row));
        for (const key of new Set(seen.map((parcel) => parcel.key))) {
          const rows = seen.filter((parcel) => parcel.key === key).map(({ row }) => row);
          expect(rows).toEqual([...rows].sort((a, b) => a - b));
        }
      }),
      { numRuns: 40 },
    );
  });

  it("keeps batches within the limits, and several of them under way", async () => {
    let [now, most] = [0, 0];
    const post = async (batch: readonly Parcel[]): Promise<void> => {
      now += 1;
      most = Math.max(most, now);
      expect(batch.length).toBeLessThanOrEqual(10);
      expect(batch.length === 1 || batch.reduce((sum, { line }) => sum + line.length + 1, 0) <= 100).toBe(true);
      await new Promise((resolve) => setTimeout(resolve, 5));
      now -= 1;
    };
    const long = { key: "long", line: "x".repeat(500), row: 999 };
    await sendInLanes([...parcels(200), long, ...parcels(50)], { lanes: 4, maxLines: 10, maxBytes: 100, post });
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
  });

  it("stops at the first failure and throws it when nothing is under way any more", async () => {
    let [posts, open] = [0, 0];
    const post = async (): Promise<void> => {
      posts += 1;
      open += 1;
      const failing = posts === 3;
      await new Promise((resolve) => setTimeout(resolve, 5));
      open -= 1;
      if (failing) throw new Error("gone");
    };
    let taken = 0;
    const counted = function* (): Generator<Parcel> {
      for (const parcel of parcels(2_000)) {
        taken += 1;
        yield parcel;
      }
    };
    await expect(sendInLanes(counted(), { ...limits, post })).rejects.toThrow("gone");
    expect(open).toBe(0);
    expect(taken).toBeLessThan(500);
    expect(posts).toBeLessThan(15);
  });
});
