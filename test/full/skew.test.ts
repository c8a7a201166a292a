import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBaskets } from "../../apps/cli/src/evaluation/read-baskets.ts";
import { readNamingFile } from "../../packages/platform/src/naming-file.ts";
import { acceptedSchema } from "@segue/shared/api/ingest";
import { qualityReplySchema } from "@segue/shared/api/recommendations";
import { basketCount } from "@segue/shared/evaluation/basket-log";
import type { BasketLog } from "@segue/shared/evaluation/basket-log";
import { segue } from "@segue/shared/evaluation/segue";
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
import { eventually, startProduct } from "../support/product.ts";
import type { Product } from "../support/product.ts";

const ONLINE_RETAIL = fileURLToPath(new URL("../../datasets/online-retail/online-retail.csv.gz", import.meta.url));
/** As many as `GET /v1/quality` looks back on. */
const WINDOW = 1_000;
const PER_POST = 500;
const SKEW = 0.002;

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
 * the running service is asked whenever exactly one more window has been scored.
 */
test("Online Retail through the running service is predicted as well as in the harness", { timeout: 600_000 }, async () => {
  const { log } = await readBaskets(ONLINE_RETAIL, {});
  const protocol = protocolOf(log);
  const scored = Array.from({ length: basketCount(log) }, (_, basket) => basket).filter((basket) => protocol.earlier[basket] > 0);
  const windows = windowsOf(scored, protocol);
  expect(windows.length).toBe(13);
  const harness = inHarness(log, protocol);

  const differences: Judged[] = [];
  let sent = 0;
  for (const window of windows) {
    const last = window[WINDOW - 1] ?? 0;
    for (; sent <= last; sent = Math.min(last + 1, sent + PER_POST)) await send(log, sent, Math.min(last + 1, sent + PER_POST));
    const live = await qualityAfter(scored.indexOf(last) + 1);
    const expected = meanOf(window.map(harness));
    differences.push({ hitRate10: live.hitRate10 - expected.hitRate10, ndcg10: live.ndcg10 - expected.ndcg10 });
  }

  const skew = meanOf(differences);
  expect(Math.abs(skew.hitRate10)).toBeLessThanOrEqual(SKEW);
  expect(Math.abs(skew.ndcg10)).toBeLessThanOrEqual(SKEW);
});

/** Scored baskets after the warm-up, in full windows. */
function windowsOf(scored: readonly number[], { warmUp }: Protocol): readonly (readonly number[])[] {
  const after = scored.filter((basket) => basket >= warmUp);
  return Array.from({ length: Math.floor(after.length / WINDOW) }, (_, window) => after.slice(window * WINDOW, (window + 1) * WINDOW));
}

/** What `segue evaluate` makes of a basket. */
function inHarness(log: BasketLog, protocol: Protocol): (basket: number) => Judged {
  const past = createPast(log);
  const naming = readNamingFile();
  const [track, tastes] = (["behaviour", "taste"] as const).map((segmentation) => trackSegments(log, { segmentation, naming }));
  const { views } = replay(past, segue(past, { track, tastes, associations: trackAssociations(log) }), { protocol, clock: () => 0 });
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

function meanOf(judged: readonly Judged[]): Judged {
  const mean = (of: (one: Judged) => number): number => judged.reduce((sum, one) => sum + of(one), 0) / judged.length;
  return { hitRate10: mean(({ hitRate10 }) => hitRate10), ndcg10: mean(({ ndcg10 }) => ndcg10) };
}
