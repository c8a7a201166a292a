import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { featureNamed } from "@segue/shared/customers/features";
import { decodeCustomerUpdates } from "@segue/shared/customers/update-codec";
import type { SegmentModelsRecord } from "@segue/shared/events/segments";
import type { ShopEvent } from "@segue/shared/events/index";
import { seededRandom } from "@segue/shared/math/random";
import { recommend } from "@segue/shared/recommendation/recommend";
import { applyModelRecord } from "@segue/shared/segmentation/model-log";
import { applyCustomer } from "@segue/shared/segmentation/segmenter";
import { SEGMENTER_DEFAULTS } from "@segue/shared/segmentation/segmenter-config";
import { encodeSegmenter } from "@segue/shared/segmentation/segmenter-snapshot";
import { createSegmenter } from "@segue/shared/segmentation/segmenter-state";
import { decodeSums } from "@segue/shared/customers/customer-codec";
import { createLogger } from "../../packages/platform/src/logger.ts";
import { openLmdb } from "../../packages/platform/src/lmdb/open-lmdb.ts";
import type { Lmdb } from "../../packages/platform/src/lmdb/open-lmdb.ts";
import { readNamingFile } from "../../packages/platform/src/naming-file.ts";
import { foldBatch } from "../../services/recommender/src/fold.ts";
import { fixedSampling } from "../../services/recommender/src/sampling.ts";
import { createServingState, FOLDED as SERVED } from "../../services/recommender/src/serving-state.ts";
import { encodeState, restoreState } from "../../services/recommender/src/snapshots.ts";
import { FOLDED } from "../../services/segmenter/src/checkpoint.ts";
import { committedOffsets } from "../../services/segmenter/src/progress.ts";
import { restoreSegmenter } from "../../services/segmenter/src/snapshots.ts";
import { eventually, startProduct } from "./product.ts";
import type { Product } from "./product.ts";
import { readCollection } from "@segue/cli/chaos/oracle/read-collection";
import { foldEvents, jsonOf, readTopics, recordsOf } from "./recorded-log.ts";
import { shopDay } from "./shop-day.ts";

const SEED = 20_111_209;
/** Orders that are predicted: a share that does not follow from what they cost, so that a fold of the log predicts the same ones. */
const SAMPLING = 0.2;
/** Events before the first kill, so that a segment model is there to be kept up. */
const UNDISTURBED = 1_000;

const logger = createLogger("test", "silent");
const features = ["recency", "frequency", "monetary"].flatMap((name) => featureNamed(name) ?? []);
const config = { ...SEGMENTER_DEFAULTS, segmentation: "behaviour" as const, features, naming: readNamingFile(), refits: { ...SEGMENTER_DEFAULTS.refits, every: 7 * 86_400_000 } };

/** Sent for each kill: more than come between two, so that every one falls into the flow. */
const EVENTS_A_KILL = 550;

/** What was sent through the kills, and what of it got an answer. */
interface Sending {
  readonly data: string;
  readonly kills: number;
  readonly sent: readonly ShopEvent[];
  readonly acknowledged: Set<string>;
}

/** Sends everything in small batches, again where no answer came, and kills the system at moments drawn from the seed. */
async function sendThroughKills({ data, kills: planned, sent, acknowledged }: Sending): Promise<void> {
  const random = seededRandom(SEED);
  const options = { data, args: ["--clock", "event"], env: { SEGUE_SNAPSHOT_SECONDS: "1", SEGUE_QUALITY_SAMPLING: String(SAMPLING) } };
  let product: Product = await startProduct(options);
  let kills = 0;
  let strike: NodeJS.Timeout | undefined;
  const arm = (): void => {
    const target = product;
    if (kills < planned) strike = setTimeout(() => void target.kill(), 150 + random() * 900);
  };
  for (let at = 0; at < sent.length; ) {
    if (at === UNDISTURBED) {
      // A refit needs a quiet second or two, which the kills would not leave it.
      await eventually(async () => ((await modelOf(product)) === null ? undefined : true), { within: 60_000 });
      arm();
    }
    const batch = sent.slice(at, at + 20);
    const ok = await post(product, batch).catch(() => false);
    if (ok) {
      for (const event of batch) acknowledged.add(event.id);
      at += batch.length;
      // Slow enough for every kill to fall into the flow.
      await new Promise((resolve) => setTimeout(resolve, kills < planned ? 40 : 0));
      continue;
    }
    kills++;
    product = await startProduct(options);
    arm();
  }
  clearTimeout(strike);
  expect(kills).toBe(planned);
  await eventually(async () => ((await lagOf(product)) === 0 ? true : undefined), { within: 60_000 });
  expect(await product.stop()).toBe(0);
}

async function modelOf(product: Product): Promise<string | null> {
  const reply = await fetch(`${product.url}/v1/segments`);
  return ((await reply.json()) as { modelVersion: string | null }).modelVersion;
}

async function post(product: Product, events: readonly object[]): Promise<boolean> {
  const reply = await fetch(`${product.url}/v1/events`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(events) });
  return reply.status === 202;
}

async function lagOf(product: Product): Promise<number> {
  const text = await (await fetch(`${product.url}/metrics`)).text();
  return [...text.matchAll(/^segue_lag_records\{group="(?:ingest|segmenter|recommender)".*\} (\d+)$/gm)].reduce((sum, match) => sum + Number(match[1]), 0);
}

/** Kills the embedded system so many times while events flow, and holds everything that is left against a fold of its log. */
export function killTests(kills: number): void {
  let data = "";
  let lmdb: Lmdb;
  const sent = shopDay({ seed: SEED, events: UNDISTURBED + kills * EVENTS_A_KILL, customers: 120 });
  const acknowledged = new Set<string>();

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), "segue-kill-"));
    await sendThroughKills({ data, kills, sent, acknowledged });
    lmdb = openLmdb(join(data, "store"));
  }, 180_000);
  afterAll(async () => {
    await lmdb.close();
    await rm(data, { recursive: true, force: true });
  });

  it("has every acknowledged event in its log", async () => {
    const logged = new Set(recordsOf(await readTopics(lmdb.log, ["events"])).map((record) => (jsonOf(record) as { id: string }).id));
    expect([...acknowledged].filter((id) => !logged.has(id))).toEqual([]);
  });

  it("has the customers that a fold of its log gives, byte by byte", async () => {
    const expected = foldEvents(recordsOf(await readTopics(lmdb.log, ["events"])));
    const stored = await readCollection(lmdb.store, "customers");
    expect(stored.size).toBe(expected.size);
    for (const [id, bytes] of expected) expect(Buffer.compare(stored.get(id) ?? Buffer.alloc(0), bytes), id).toBe(0);
  });

  it("has told every change once: the updates cover the events without gap or overlap", async () => {
    const updates = recordsOf(await readTopics(lmdb.log, ["customer-updates"])).map((record) => decodeCustomerUpdates(record.value ?? new Uint8Array()));
    const [end] = await lmdb.log.end("events");
    let next = 0;
    for (const update of updates) {
      expect(update.from).toBe(next);
      next = update.next;
    }
    expect(next).toBe(end);
  });

  it("serves from the very model that a run without a stop would have, and gives the same lists", async () => {
    const state = createServingState();
    for (const batch of await readTopics(lmdb.log, SERVED)) await foldBatch(state, batch, { sampling: fixedSampling(SAMPLING) });
    const restored = await restoreState({ path: join(data, "recommender.snapshot"), log: lmdb.log, store: lmdb.store, skipGap: false, logger });
    expect(Buffer.compare(Buffer.concat([...encodeState(restored)]), Buffer.concat([...encodeState(state)]))).toBe(0);
    const request = { customerId: null, history: [], baskets: 0, segmentSlot: 1, now: state.clock, limit: 20, strategy: "for-you" as const };
    expect(recommend(restored.model, request)).toEqual(recommend(state.model, request));
  });

  it("has segmented as a run without a stop would have, and stored the same assignments", async () => {
    const segmenter = createSegmenter(config);
    const assignments = new Map<string, unknown>();
    for (const batch of await readTopics(lmdb.log, FOLDED)) {
      for (const record of batch.records) {
        for (const { customerId, assignment } of batch.topic === "segment-models" ? applyModelRecord(segmenter, jsonOf(record) as SegmentModelsRecord) : updated(record.value)) {
          if (assignment === null) assignments.delete(customerId);
          else assignments.set(customerId, { schema: 1, ...assignment });
        }
      }
    }
    function updated(value: Uint8Array | null) {
      const updates = decodeCustomerUpdates(value ?? new Uint8Array());
      const causes = new Map(updates.entries.map(({ customerId, cause }) => [customerId, cause.type]));
      return updates.customers.flatMap(({ customerId, state }) => {
        const update = { customerId, cause: causes.get(customerId) ?? "purchase", now: updates.clock } as const;
        return applyCustomer(segmenter, state === null ? null : decodeSums(customerId, state), update) ?? [];
      });
    }
    expect(segmenter.live).not.toBeNull();
    const restored = await restoreSegmenter(join(data, "segmenter.snapshot"), { config, log: lmdb.log, store: lmdb.store, committed: await committedOffsets(lmdb.store), logger });
    expect(Buffer.compare(encodeSegmenter(restored.segmenter), encodeSegmenter(segmenter))).toBe(0);
    const stored = await readCollection(lmdb.store, "assignments");
    expect(Object.fromEntries([...stored].map(([id, bytes]) => [id, JSON.parse(Buffer.from(bytes).toString("utf8"))]))).toEqual(Object.fromEntries(assignments));
  });

  it("holds nothing of an erased customer", async () => {
    const erased = sent.filter((event) => event.type === "erase").map((event) => event.customerId);
    const customers = await readCollection(lmdb.store, "customers");
    const gone = erased.filter((id) => !customers.has(id));
    expect(gone.length).toBeGreaterThan(0);
    const places = [await readFile(join(data, "recommender.snapshot")), await readFile(join(data, "segmenter.snapshot"))];
    for (const collection of ["assignments", "segments", "tombstones"] as const) {
      for (const [id, value] of await readCollection(lmdb.store, collection)) places.push(Buffer.from(id), Buffer.from(value));
    }
    for (const id of gone) for (const bytes of places) expect(bytes.includes(id)).toBe(false);
  });
}
