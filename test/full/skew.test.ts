import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBaskets } from "../../apps/cli/src/evaluation/read-baskets.ts";
import { fromJson } from "../../packages/platform/src/json-bytes.ts";
import { openLmdb } from "../../packages/platform/src/lmdb/open-lmdb.ts";
import { readWhole } from "../../packages/platform/src/read-whole.ts";
import { readNamingFile } from "../../packages/platform/src/naming-file.ts";
import { acceptedSchema } from "@segue/shared/api/ingest";
import { qualityReplySchema } from "@segue/shared/api/recommendations";
import { basketCount } from "@segue/shared/evaluation/basket-log";
import type { BasketLog } from "@segue/shared/evaluation/basket-log";
import { segue } from "@segue/shared/evaluation/segue";
import type { RankerTrack } from "@segue/shared/evaluation/ranker-source";
import type { RankerRecord } from "@segue/shared/events/ranker-record";
import { METRICS } from "@segue/shared/evaluation/metrics";
import type { Metric } from "@segue/shared/evaluation/metrics";
import { createPast } from "@segue/shared/evaluation/past";
import { protocolOf } from "@segue/shared/evaluation/protocol";
import type { Protocol } from "@segue/shared/evaluation/protocol";
import { purchaseOf } from "@segue/shared/evaluation/purchases";
import { replay } from "@segue/shared/evaluation/replay";
import { trackAssociations } from "@segue/shared/evaluation/association-track";
import { trackSegments } from "@segue/shared/evaluation/segment-track";
import { getJson, sendJson } from "../support/client.ts";
import { readMetric } from "../support/metrics.ts";
import { eventually, startProduct } from "../support/product.ts";
import type { Product } from "../support/product.ts";

const ONLINE_RETAIL = fileURLToPath(new URL("../../datasets/online-retail/online-retail.csv.gz", import.meta.url));
/** As many as `GET /v1/quality` looks back on. */
const WINDOW = 1_000;
const PER_POST = 500;
const SKEW = 0.002;
/** Of 18,402: enough for associations, tastes and several rankers to come into it. */
const BASKETS = 9_000;
const WINDOWS = 5;

let data: string;
let product: Product;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "segue-skew-"));
  product = await startProduct({ data, args: ["--clock", "event"], env: { SEGUE_QUALITY_SAMPLING: "1" } });
});
afterAll(async () => {
  await product.stop();
  await rm(data, { recursive: true, force: true });
});

interface Judged {
  readonly hitRate10: number;
  readonly ndcg10: number;
}

/**
 * Both predict each basket of a customer with an earlier one from what was before it. The harness begins after its warm-up; from there on
 * the running service is asked whenever exactly one more window has been scored. Half a year is sent within a few minutes, so the service is given the seconds that a ranker
 * takes it after each part. Its rankers are data on a topic, and the harness takes the same.
 */
test("Online Retail through the running service is predicted as well as in the harness", { timeout: 900_000 }, async () => {
  const log = firstBaskets((await readBaskets(ONLINE_RETAIL, {})).log, BASKETS);
  const protocol = protocolOf(log);
  const scored = Array.from({ length: basketCount(log) }, (_, basket) => basket).filter((basket) => protocol.earlier[basket] > 0);
  const windows = windowsOf(scored, protocol);
  expect(windows.length).toBe(WINDOWS);

  const live: Judged[] = [];
  /** From which basket on the ranker counted that was fitted after so many lessons. */
  const since = new Map<number, number>();
  for (const [at, window] of windows.entries()) {
    const [first, last] = [at === 0 ? 0 : (windows[at - 1]?.at(-1) ?? 0) + 1, window.at(-1) ?? 0];
    for (let from = first; from <= last; from += PER_POST) {
      const to = Math.min(last + 1, from + PER_POST);
      await send(log, from, to);
      const lessons = await lessonsAfter(scored.filter((basket) => basket < to).length);
      if (!since.has(lessons)) since.set(lessons, to);
    }
    live.push(await qualityAfter(scored.indexOf(last) + 1));
  }
  await product.stop();
  const rankers = (await publishedRankers()).map((published) => ({ published, basket: since.get(published.noted) ?? basketCount(log) }));
  expect(rankers.length).toBeGreaterThan(2);

  const harness = inHarness(log, protocol, rankers);
  const differences = windows.map((window, at): Judged => differenceOf(live[at], meanOf(window.map(harness))));
  const skew = meanOf(differences);
  expect(Math.abs(skew.hitRate10)).toBeLessThanOrEqual(SKEW);
  expect(Math.abs(skew.ndcg10)).toBeLessThanOrEqual(SKEW);
});

/** What the service has published, in order. */
async function publishedRankers(): Promise<readonly RankerRecord[]> {
  const lmdb = openLmdb(join(data, "store"));
  const rankers: RankerRecord[] = [];
  await readWhole({ log: lmdb.log, topics: ["rankers"], group: "skew" }, ({ records }) => void rankers.push(...records.map(({ value }) => fromJson(value ?? new Uint8Array()) as RankerRecord)));
  await lmdb.close();
  return rankers;
}

function firstBaskets(log: BasketLog, baskets: number): BasketLog {
  return { ...log, customers: log.customers.subarray(0, baskets), times: log.times.subarray(0, baskets), starts: log.starts.subarray(0, baskets + 1) };
}

/** Waits until the service has predicted so many baskets and ranks by what they taught; answers what its ranker was fitted to. */
async function lessonsAfter(baskets: number): Promise<number> {
  const isDone = async (): Promise<boolean> => (await readMetric(product.url, "segue_quality_orders")) === baskets && (await readMetric(product.url, "segue_ranker_due")) === 0;
  await eventually(async () => ((await isDone()) ? true : undefined), { within: 120_000 });
  return readMetric(product.url, "segue_ranker_fitted_lessons");
}

/** Scored baskets after the warm-up, in full windows. */
function windowsOf(scored: readonly number[], { warmUp }: Protocol): readonly (readonly number[])[] {
  const after = scored.filter((basket) => basket >= warmUp);
  return Array.from({ length: Math.floor(after.length / WINDOW) }, (_, window) => after.slice(window * WINDOW, (window + 1) * WINDOW));
}

/** What `segue evaluate` makes of a basket. */
function inHarness(log: BasketLog, protocol: Protocol, rankers: RankerTrack): (basket: number) => Judged {
  const past = createPast(log);
  const naming = readNamingFile();
  const [track, tastes] = (["behaviour", "taste"] as const).map((segmentation) => trackSegments(log, { segmentation, naming }));
  const { views } = replay(past, segue(past, { protocol, track, tastes, associations: trackAssociations(log) }, { rankers }), { protocol, clock: () => 0 });
  const at = (basket: number, metric: Metric): number => views.all[(basket - protocol.warmUp) * METRICS.length + METRICS.indexOf(metric)];
  return (basket) => ({ hitRate10: at(basket, "hr10"), ndcg10: at(basket, "ndcg10") });
}

async function send(log: BasketLog, from: number, to: number): Promise<void> {
  const events = Array.from({ length: to - from }, (_, index) => purchaseOf(log, from + index));
  const { rejected } = await sendJson(`${product.url}/v1/events`, acceptedSchema, { body: events });
  expect(rejected).toEqual([]);
}

/** What the service says of its latest window, once it has predicted so many baskets. */
async function qualityAfter(baskets: number): Promise<Judged> {
  const reply = await eventually(async () => ((quality) => (quality.baskets >= baskets ? quality : undefined))(await getJson(`${product.url}/v1/quality`, qualityReplySchema)), { within: 120_000 });
  expect([reply.baskets, reply.window]).toEqual([baskets, WINDOW]);
  const segue = reply.items.find(({ method }) => method === "segue");
  if (segue === undefined) throw new Error("no figures of our own");
  return segue;
}

const differenceOf = (a: Judged | undefined, b: Judged): Judged => ({ hitRate10: (a?.hitRate10 ?? Number.NaN) - b.hitRate10, ndcg10: (a?.ndcg10 ?? Number.NaN) - b.ndcg10 });

function meanOf(judged: readonly Judged[]): Judged {
  const mean = (of: (one: Judged) => number): number => judged.reduce((sum, one) => sum + of(one), 0) / judged.length;
  return { hitRate10: mean(({ hitRate10 }) => hitRate10), ndcg10: mean(({ ndcg10 }) => ndcg10) };
}
