import { setTimeout as sleep } from "node:timers/promises";
import type { PurchaseOrder } from "../purchase-log/order-table.ts";
import { startBackground } from "./background.ts";
import type { Bench, BenchContext, BenchResult } from "./bench.ts";
import { moveToLoadCore, twoCores } from "./cores.ts";
import { cpuOf } from "./cpu-of.ts";
import { getRequest } from "./keep-alive-connection.ts";
import type { Load } from "./load.ts";
import { openLoad } from "./load.ts";
import { onlineRetail } from "./online-retail.ts";
import { untilRanked } from "./progress-of.ts";
import type { Sample } from "./results.ts";
import { resultOf } from "./results.ts";
import { quantile } from "./statistics.ts";
import { loadEmbedded, loadOnBrokers } from "./system.ts";
import type { Load as LoadSystem, LoadedSystem } from "./system.ts";

const CONNECTIONS = 32;
/** A reply is given again for five seconds; after this nothing is left to reuse. */
const UNTIL_FORGOTTEN = 5_500;
/** Floor and work take turns, since the machine is not the same from second to second. */
const SLICES = 5;
const PER_SLICE = 3_000;
/** Customers who are asked for again and again: so few that answering them anew every five seconds costs nothing. */
const REGULARS = 100;
const RATE = 1_000;
const SECONDS = 15;

/** GET /v1/recommendations against GET /healthz of the same server. */
export const serveBench: Bench = {
  name: "serve",
  summary: "CPU per recommendation request, and p99 with ingest running",
  embedded: (context) => run(context, { name: "serve", load: loadEmbedded, first: 12, repeat: 3, tail: 25 }),
  onBrokers: (context) => run(context, { name: "serve on brokers", load: loadOnBrokers, first: 14, repeat: 4 }),
};

interface Served {
  readonly context: BenchContext;
  readonly system: LoadedSystem;
  readonly load: Load;
  readonly customers: readonly string[];
}

/** What is measured, and the largest ratios that are good enough. */
interface Way {
  readonly name: string;
  readonly load: LoadSystem;
  readonly first: number;
  readonly repeat: number;
  /** Of p99, in milliseconds. */
  readonly tail?: number;
}

async function run(context: BenchContext, way: Way): Promise<readonly BenchResult[]> {
  const { note, repetitions } = context;
  const { name } = way;
  const cores = twoCores();
  const orders = await onlineRetail();
  note(`serve: loading ${orders.length} orders`);
  // So that lists are what they cost with a ranker, every order teaches one.
  const system = await way.load({ context, cores, orders, env: { SEGUE_QUALITY_SAMPLING: "1" } });
  const moveBack = moveToLoadCore(cores);
  const load = await openLoad(system.urls.recommender, CONNECTIONS);
  try {
    await untilRanked(system.urls);
    const served: Served = { context, system, load, customers: [...new Set(orders.map((order) => order.customerId))] };
    await views(served);
    const rounds: Views[] = [];
    for (let round = 1; round <= repetitions; round += 1) {
      note(`serve: round ${round} of ${repetitions}`);
      rounds.push(await views(served));
    }
    const slowest = await tailLatency(served, orders);
    return [
      resultOf({ name: `${name} first view`, unit: "us CPU/request", samples: rounds.map(({ first }) => first), target: way.first }),
      resultOf({ name: `${name} repeat view`, unit: "us CPU/request", samples: rounds.map(({ repeat }) => repeat), target: way.repeat }),
      resultOf({ name: `${name} p50 at 1,000/s`, unit: "ms", samples: [{ value: quantile(slowest, 0.5) }], reportOnly: true }),
      resultOf({ name: `${name} p99 at 1,000/s`, unit: "ms", samples: [{ value: quantile(slowest, 0.99) }], ...(way.tail === undefined ? {} : { target: way.tail }), reportOnly: true }),
    ];
  } finally {
    load.close();
    moveBack();
    await system.stop();
  }
}

interface Views {
  readonly first: Sample;
  readonly repeat: Sample;
}

/** One round: every customer once, slice by slice, and between the slices the regulars again and again. */
async function views(served: Served): Promise<Views> {
  const { customers, context, load } = served;
  await sleep(UNTIL_FORGOTTEN);
  const total = { floor: 0, first: 0, repeat: 0 };
  const again = context.short ? 500 : PER_SLICE;
  // From everywhere in the file: those at its beginning have the longest histories.
  const isRegular = (at: number): boolean => at % Math.floor(customers.length / REGULARS) === 0;
  const regulars = customers.filter((_, at) => isRegular(at)).map(viewOf);
  for (let slice = 0; slice < SLICES; slice += 1) {
    const strangers = customers.filter((_, at) => at % SLICES === slice && !isRegular(at)).map(viewOf);
    total.floor += await cpuPerRequest(served, repeated([getRequest("/healthz")], again));
    total.first += await cpuPerRequest(served, strangers);
    await load.closed(regulars);
    total.repeat += await cpuPerRequest(served, repeated(regulars, again));
  }
  const floor = total.floor / SLICES;
  return { first: { value: total.first / SLICES, floor }, repeat: { value: total.repeat / SLICES, floor } };
}

async function cpuPerRequest({ system, load }: Served, requests: readonly string[]): Promise<number> {
  const start = cpuOf(system.pid);
  await load.closed(requests);
  return (cpuOf(system.pid) - start) / requests.length;
}

/** 1,000 requests a second, first views and repeat views by turns, while purchases come in. */
async function tailLatency({ context, load, system, customers }: Served, orders: readonly PurchaseOrder[]): Promise<readonly number[]> {
  context.note("serve: 1,000 requests a second beside 500 events a second");
  const background = await startBackground(system.urls.ingest, orders);
  const requests = Array.from({ length: RATE * (context.short ? 2 : SECONDS) }, (_, index) => {
    // A customer comes back for a repeat view a tenth of a second after the first, and for a first view long after the reply is forgotten.
    const turn = Math.floor(index / 2);
    const customer = index % 2 === 0 ? turn : Math.max(0, turn - RATE / 20);
    return viewOf(customers[customer % customers.length] ?? "");
  });
  const times = await load.open(requests, RATE);
  await background.stop();
  return times;
}

function viewOf(customerId: string): string {
  return getRequest(`/v1/recommendations?customerId=${encodeURIComponent(customerId)}&limit=10`);
}

function repeated(requests: readonly string[], times: number): readonly string[] {
  return Array.from({ length: times }, (_, index) => requests[index % requests.length] ?? "");
}
