import { NO_REDIS, startRedis } from "@segue/local-brokers/start-redis";
import type { StartedRedis } from "@segue/local-brokers/start-redis";
import { startKafka } from "@segue/local-brokers/start-kafka";
import type { StartedKafka } from "@segue/local-brokers/start-kafka";
import { acceptedSchema } from "@segue/shared/api/ingest";
import { recommendationsSchema } from "@segue/shared/api/recommendations";
import type { RecommendationsReply } from "@segue/shared/api/recommendations";
import { acceptedCommandSchema, customerReplySchema, driftSchema, historySchema, modelsSchema, segmentsSchema, transitionsSchema } from "@segue/shared/api/segments";
import type { ShopEvent } from "@segue/shared/events/index";
import { seededRandom } from "@segue/shared/math/random";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createCluster } from "../brokers/support/cluster.ts";
import type { Cluster } from "../brokers/support/cluster.ts";
import { brokersOf, requireKafka } from "../brokers/support/kafka-log.ts";
import { missing } from "../brokers/support/missing.ts";
import type { ServiceProcess } from "../brokers/support/service-process.ts";
import { getJson, sendJson } from "../support/client.ts";
import { eventually } from "../support/product.ts";

const FIRST_DAY = Date.UTC(2026, 0, 5);
const DAY = 86_400_000;
const PATIENCE = { within: 60_000 };

/** Five kinds of customers who live apart, with shelves of their own. */
interface Kind {
  readonly share: number;
  readonly income: number;
  readonly score: number;
  readonly shelf: string;
}
const KINDS: readonly Kind[] = [
  { share: 70, income: 55, score: 50, shelf: "basics" },
  { share: 40, income: 88, score: 82, shelf: "luxury" },
  { share: 40, income: 88, score: 17, shelf: "tools" },
  { share: 20, income: 26, score: 79, shelf: "fashion" },
  { share: 30, income: 26, score: 20, shelf: "bargains" },
];
/** What those who look for bargains become: people whom the segments of the first days do not know, for whom there is new ware. */
const CHANGED: Kind = { share: 30, income: 66, score: 3, shelf: "garden" };
const BARGAIN_HUNTERS = KINDS.length - 1;
const AFTERWARDS = KINDS.with(BARGAIN_HUNTERS, CHANGED);
/** Is asked about, and never buys anything: what they are shown is what their segment buys. */
const WATCHED = `customer-${BARGAIN_HUNTERS}-0`;

const random = seededRandom(11);
const people = KINDS.flatMap(({ share }, kind) => Array.from({ length: share }, (_, at) => ({ id: `customer-${kind}-${at}`, kind })));

let events = 0;
const at = (day: number, hour: number) => ({ id: `event-${++events}`, time: new Date(FIRST_DAY + day * DAY + hour * 3_600_000).toISOString() });
const near = (value: number): number => Math.max(0, Math.round(value + 6 * (random() - 0.5)));

const profilesOf = (day: number, kinds: readonly Kind[], wanted: (kind: number) => boolean): ShopEvent[] =>
  people.filter(({ kind }) => wanted(kind)).map(({ id, kind }): ShopEvent => ({ type: "profile", ...at(day, 8), customerId: id, annualIncome: near(kinds[kind]?.income ?? 0), spendingScore: near(kinds[kind]?.score ?? 0) }));

/** Every customer but the watched one buys two products off the shelf of their kind. */
const purchasesOf = (day: number, kinds: readonly Kind[]): ShopEvent[] =>
  people.filter(({ id }) => id !== WATCHED).map(({ id, kind }): ShopEvent => {
    const items = [0, 1].map(() => ({ productId: `${kinds[kind]?.shelf ?? ""}-${Math.floor(8 * random())}`, quantity: 1, unitPrice: 5 }));
    return { type: "purchase", ...at(day, 12), customerId: id, orderId: `order-${events}`, currency: "GBP", items };
  });

const shelfOf = (productId: string): string => productId.split("-")[0] ?? "";

/** Whether a served version is one of a model. */
const isOf = (model: string, version: string | null | undefined): boolean => version?.startsWith(`${model}.`) === true;

describe("customers who change, on Kafka and Redis", () => {
  let kafka: StartedKafka;
  let redis: StartedRedis | null;
  let cluster: Cluster;
  let ingest: ServiceProcess;
  let segmenter: ServiceProcess;
  let recommender: ServiceProcess;
  let before: { readonly version: string; readonly segment: string; readonly ids: readonly string[] };
  let today = 0;

  beforeAll(async () => {
    [kafka, redis] = await Promise.all([startKafka(process.env), startRedis(process.env)]);
    const brokers = brokersOf(kafka.found);
    if (brokers.length === 0 || redis === null) return;
    const settings = { SEGUE_CLOCK: "event", SEGUE_FEATURES: "annualIncome,spendingScore", SEGUE_SEGMENTS_MIN: "5", SEGUE_SEGMENTS_MAX: "5", SEGUE_REFIT_DAYS: "365" };
    cluster = createCluster({ brokers, redisUrl: redis.url, partitions: 4, env: settings });
    [ingest, segmenter, recommender] = await Promise.all([cluster.start("ingest"), cluster.start("segmenter"), cluster.start("recommender")]);
    await Promise.all([ingest.ready(), segmenter.ready(), recommender.ready()]);
  });
  beforeEach(({ skip }) => {
    requireKafka(kafka.found, skip);
    if (redis === null) missing(NO_REDIS, skip);
  });
  afterAll(async () => {
    await cluster?.close();
    await Promise.all([kafka.stop(), redis?.stop()]);
  });

  const send = async (list: readonly ShopEvent[]): Promise<void> => {
    for (let sent = 0; sent < list.length; sent += 100) await sendJson(`${ingest.url}/v1/events`, acceptedSchema, { body: list.slice(sent, sent + 100) });
  };
  const ask = <T>(path: string, schema: Parameters<typeof getJson<T>>[1]): Promise<T> => getJson(`${segmenter.url}${path}`, schema);
  const listOfWatched = (): Promise<RecommendationsReply> => getJson(`${recommender.url}/v1/recommendations?customerId=${WATCHED}&limit=5`, recommendationsSchema);
  const segmentOfWatched = async (): Promise<string | undefined> => (await ask(`/v1/customers/${WATCHED}`, customerReplySchema)).segment?.id;
  const served = async () => (await ask("/v1/models", modelsSchema)).items.find(({ status }) => status === "adopted");
  const servedNow = () => eventually(served, PATIENCE);
  const gauge = async (name: string): Promise<number | undefined> => {
    const text = await (await fetch(`${segmenter.url}/metrics`)).text();
    const line = text.split("\n").find((candidate) => candidate.startsWith(`${name} `));
    return line === undefined ? undefined : Number(line.split(" ").at(-1));
  };

  /** A day on which everybody buys, and the sweep that it begins with. */
  const passDay = async (kinds: readonly Kind[]): Promise<void> => {
    today += 1;
    await send(purchasesOf(today, kinds));
    await eventually(async () => ((await ask("/v1/segments/history", historySchema)).items.some(({ time }) => Date.parse(time) >= FIRST_DAY + today * DAY) ? true : undefined), PATIENCE);
  };

  it("are segmented, and shown what their segment buys", async () => {
    await send([...profilesOf(0, KINDS, () => true), ...purchasesOf(0, KINDS)]);
    await eventually(async () => ((await ask("/v1/segments", segmentsSchema)).totals.orders === people.length - 1 ? true : undefined), PATIENCE);
    await sendJson(`${segmenter.url}/v1/segments/refit`, acceptedCommandSchema, { body: {} });
    await eventually(async () => ((await served())?.reason === "requested" ? true : undefined), PATIENCE);
    for (let day = 0; day < 3; day++) await passDay(KINDS);

    const model = await servedNow();
    expect([model.reason, model.customers, model.k]).toEqual(["requested", people.length, 5]);
    const list = await eventually(async () => {
      const reply = await listOfWatched();
      return isOf(model.version, reply.modelVersion) && reply.segment?.id === (await segmentOfWatched()) ? reply : undefined;
    }, PATIENCE);
    expect(list.items.slice(0, 3).map(({ productId }) => shelfOf(productId))).toEqual(["bargains", "bargains", "bargains"]);
    const { segments } = await ask("/v1/segments", segmentsSchema);
    before = { version: model.version, segment: list.segment?.id ?? "", ids: segments.map(({ id }) => id) };
  });

  it("set off an alarm when they change, as a gauge and in the reply on drift", async () => {
    today += 1;
    await send([...profilesOf(today, AFTERWARDS, (kind) => kind === BARGAIN_HUNTERS), ...purchasesOf(today, AFTERWARDS)]);
    const alarmed = async () => (await ask("/v1/segments/drift", driftSchema)).alarms.find(({ level, modelVersion }) => level === "act" && isOf(before.version, modelVersion));
    // An alarm comes on after two or three sweeps; until then the days go on.
    for (let day = 0; day < 6 && (await alarmed()) === undefined; day++) await passDay(AFTERWARDS);

    const alarm = await alarmed();
    expect(alarm).toBeDefined();
    await eventually(async () => (((await gauge(`segment_drift_alarms_total{metric="${alarm?.metric}",level="act"}`)) ?? 0) >= 1 ? true : undefined), PATIENCE);
  });

  it("bring a refit by that alarm, which is adopted and served by everybody", async () => {
    const model = await eventually(async () => {
      const found = await served();
      return found === undefined || found.version === before.version ? undefined : found;
    }, PATIENCE);
    const { alarms } = await ask("/v1/segments/drift", driftSchema);

    expect(model.reason).toBe("drift");
    expect(alarms.map(({ metric }) => metric)).toContain(model.metric);
    await eventually(async () => {
      const [segments, customer, list] = [await ask("/v1/segments", segmentsSchema), await ask(`/v1/customers/${WATCHED}`, customerReplySchema), await listOfWatched()];
      return [segments.modelVersion, customer.segment?.modelVersion, list.modelVersion].every((version) => isOf(model.version, version)) ? true : undefined;
    }, PATIENCE);
  });

  it("have a segment of their own then, and other lists", async () => {
    const list = await listOfWatched();
    const { segments } = await ask("/v1/segments", segmentsSchema);
    const [last] = (await ask("/v1/segments/transitions", transitionsSchema)).items.slice(-1);

    expect(list.segment?.id).toBe(await segmentOfWatched());
    expect(before.ids).not.toContain(list.segment?.id);
    expect(segments.find(({ id }) => id === list.segment?.id)?.size).toBe(CHANGED.share);
    expect(segments.map(({ id }) => id)).not.toContain(before.segment);
    expect(last?.transitions).toContainEqual(expect.objectContaining({ type: "disappear", from: [before.segment] }));
    expect(last?.transitions).toContainEqual({ type: "appear", from: [], to: [list.segment?.id], customers: CHANGED.share });
    // Before, nobody of their segment had bought any of it.
    for (let day = 0; day < 3; day++) await passDay(AFTERWARDS);
    await eventually(async () => ((await listOfWatched()).items.some(({ productId }) => shelfOf(productId) === CHANGED.shelf) ? true : undefined), PATIENCE);
  });
});
