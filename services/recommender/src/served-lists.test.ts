import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RecommendationsReply } from "@segue/shared/api/recommendations";
import { isServedSampled } from "@segue/shared/events/served-list";
import type { ServedList } from "@segue/shared/events/served-list";
import { createLogger } from "@segue/platform/logger";
import { createMetrics } from "@segue/platform/metrics";
import type { Metrics } from "@segue/platform/metrics";
import { openLmdb } from "@segue/platform/lmdb/open-lmdb";
import type { Lmdb } from "@segue/platform/lmdb/open-lmdb";
import { readServed } from "./read-served.ts";
import { startServedLists } from "./served-lists.ts";

const NOW = Date.UTC(2026, 0, 1);
const logger = createLogger("test", "silent");

let folder: string;
let lmdb: Lmdb;
let metrics: Metrics;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "segue-served-"));
  lmdb = openLmdb(folder);
  metrics = createMetrics();
});
afterEach(async () => {
  await lmdb.close();
  rmSync(folder, { recursive: true, force: true });
});

const start = (sampling: number) => startServedLists({ log: lmdb.log, metrics, logger, sampling });

function aReply(n: number, customerId: string | null = "c1"): RecommendationsReply {
  const items = ["tea", "jam"].map((productId) => ({ productId, score: 1, reason: { kind: "popular", text: "Bought by 3 customers", evidence: { customers: 3 } } }));
  return { items, customerId, segment: null, strategy: "discover", modelVersion: "behaviour-1", asOf: new Date(NOW + n).toISOString(), recommendationId: `list-${n}` };
}

async function recorded(since = 0): Promise<readonly ServedList[]> {
  const lists: ServedList[] = [];
  await readServed({ log: lmdb.log, store: lmdb.store, since }, async (some) => void lists.push(...some));
  return lists;
}

async function count(outcome: "logged" | "dropped"): Promise<number> {
  return (await metrics.servedLists.get()).values.find(({ labels }) => labels.outcome === outcome)?.value ?? 0;
}

describe("the log of served lists", () => {
  it("has each list with what is needed to tell later what came of it", async () => {
    const served = start(1);
    served.note(aReply(1));
    served.note(aReply(2, null));
    await served.close();

    const items = [{ productId: "tea", reason: "popular" }, { productId: "jam", reason: "popular" }];
    const common = { schema: 1, strategy: "discover", segmentId: null, modelVersion: "behaviour-1", sampling: 1, items };
    expect(await recorded()).toEqual([
      { ...common, recommendationId: "list-1", customerId: "c1", time: NOW + 1 },
      { ...common, recommendationId: "list-2", customerId: null, time: NOW + 2 },
    ]);
    expect((await recorded(NOW + 2)).map(({ recommendationId }) => recommendationId)).toEqual(["list-2"]);
  });

  it("takes the share that was asked for, by the hash of the id", async () => {
    const served = start(0.1);
    for (let n = 0; n < 5_000; n++) served.note(aReply(n));
    await served.close();

    const lists = await recorded();
    // Five standard deviations of a binomial around 500.
    expect(Math.abs(lists.length - 500)).toBeLessThan(5 * Math.sqrt(5_000 * 0.1 * 0.9));
    expect(lists.every(({ recommendationId, sampling }) => sampling === 0.1 && isServedSampled(recommendationId, 0.1))).toBe(true);
    expect(await count("logged")).toBe(lists.length);
  });

  it("is empty where it is turned off", async () => {
    const served = start(0);
    for (let n = 0; n < 1_000; n++) served.note(aReply(n));
    await served.close();

    expect(await lmdb.log.end("recommendations-served")).toEqual([0]);
  });

  it("counts what the log cannot take, and never waits for it", async () => {
    const served = start(1);
    await lmdb.log.close();
    for (let n = 0; n < 10_001; n++) served.note(aReply(n));

    // One more than may wait.
    expect(await count("dropped")).toBe(1);
    expect((await metrics.servedListsWaiting.get()).values[0]?.value).toBe(10_000);
    await served.close();
    expect(await count("dropped")).toBe(10_001);
    expect(await count("logged")).toBe(0);
    expect((await metrics.servedListsWaiting.get()).values[0]?.value).toBe(0);
  });
});
