import { setTimeout as delay } from "node:timers/promises";
import type { ShopEvent } from "@segue/shared/events/index";
import { partitionOf } from "@segue/shared/math/murmur2";
import { seededRandom } from "@segue/shared/math/random";
import type { EventLog, NewRecord } from "@segue/shared/ports/event-log";
import { createShop } from "./shop.ts";
import type { Shop } from "./shop.ts";

/** What the shop sends, through Kafka and by HTTP, between a start and a stop, as often as one likes. */
export interface Traffic {
  /** Ids of the events whose keeping was acknowledged. */
  readonly acknowledged: ReadonlySet<string>;
  start(): void;
  /** Sends nothing more; resolves once nothing is under way. */
  stop(): Promise<void>;
  /** One last purchase per partition, all at one time, in the day after the next: everybody is looked at once more as of then. */
  sendClosing(): Promise<number>;
}

export interface TrafficOptions {
  readonly log: EventLog;
  /** Of the ingesters. */
  readonly urls: readonly string[];
  readonly seed: number;
}

/** Keys of records that cannot be processed begin so. */
export const POISON = "poison-";
const BATCH = 12;
const PAUSE = 100;
const HTTP_TIMEOUT = 4_000;
const POISON_SHARE = 0.05;
const DAY = 86_400_000;

const recordOf = (event: ShopEvent): NewRecord => ({ topic: "events", key: event.customerId, value: Buffer.from(JSON.stringify(event)) });

export function createTraffic({ log, urls, seed }: TrafficOptions): Traffic {
  const acknowledged = new Set<string>();
  const shop = createShop(seed);
  const random = seededRandom(seed + 1);
  let isOn = false;
  let lanes: readonly Promise<void>[] = [];
  const acknowledge = (events: readonly ShopEvent[]): void => {
    for (const { id } of events) acknowledged.add(id);
  };
  const byKafka = async (): Promise<void> => {
    const events = shop.take(BATCH);
    const poison: NewRecord[] = random() < POISON_SHARE ? [{ topic: "events", key: `${POISON}${shop.sent}`, value: Buffer.from("not JSON") }] : [];
    await log.append([...events.map(recordOf), ...poison]);
    acknowledge(events);
  };
  const byHttp = async (): Promise<void> => {
    const events = shop.take(BATCH);
    const url = urls[Math.floor(random() * urls.length)] ?? "";
    const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(events), signal: AbortSignal.timeout(HTTP_TIMEOUT) };
    const reply = await fetch(`${url}/v1/events`, init);
    await reply.arrayBuffer();
    if (reply.status === 202) acknowledge(events);
  };
  const keepSending = async (send: () => Promise<void>): Promise<void> => {
    while (isOn) {
      // What is not acknowledged may be in the log or not: the log says which.
      await send().catch(() => undefined);
      await delay(PAUSE);
    }
  };
  return {
    acknowledged,
    start: () => {
      isOn = true;
      lanes = [byKafka, byHttp].map(keepSending);
    },
    stop: async () => {
      isOn = false;
      await Promise.all(lanes);
    },
    sendClosing: () => sendClosing(log, shop),
  };
}

async function sendClosing(log: EventLog, shop: Shop): Promise<number> {
  const time = (Math.floor(shop.now / DAY) + 2) * DAY + DAY / 2;
  const customers = Array.from({ length: log.partitions }, (_, partition) => {
    let n = 0;
    while (partitionOf(`closing-${n}`, log.partitions) !== partition) n++;
    return `closing-${n}`;
  });
  await log.append(customers.map((customerId) => recordOf(shop.purchase({ id: `${customerId}-last`, customerId, time: new Date(time).toISOString() }))));
  return time;
}
