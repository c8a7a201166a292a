import { setTimeout as delay } from "node:timers/promises";
import { openBrokers, readBrokerSettings } from "@segue/platform/open-brokers";
import type { Brokers } from "@segue/platform/open-brokers";
import { createLogger } from "@segue/platform/logger";
import { createWorkspace } from "../bench/workspace.ts";
import { atRest } from "./at-rest.ts";
import { startChaosBrokers } from "./chaos-brokers.ts";
import type { ChaosBrokers } from "./chaos-brokers.ts";
import type { FaultKind } from "./fault-plan.ts";
import { inflict } from "./inflict.ts";
import { judgeCustomers } from "./oracle/customers.ts";
import { judgeLists } from "./oracle/lists.ts";
import { judgeSegments } from "./oracle/segments.ts";
import { startSystem } from "./system.ts";
import type { System } from "./system.ts";
import { createTraffic } from "./traffic.ts";
import type { Traffic } from "./traffic.ts";

export interface ChaosOptions {
  readonly minutes: number;
  readonly seed: number;
  /** The control run: ingest writes without its guard, and the report must show it. */
  readonly unguarded: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly note: (line: string) => void;
}

export interface ChaosReport {
  /** Records of `events`. */
  readonly events: number;
  readonly faults: Readonly<Record<FaultKind, number>>;
  readonly lost: number;
  readonly double: number;
  readonly conflicting: number;
  readonly wrongSegments: number;
  readonly wrongLists: number;
}

const MINUTE = 60_000;
/** Traffic for a while after the faults of the seed: what only a new event would bring to light comes to light. */
const CALM = 3_000;
/** Time enough to write over what is cut, and too short for every customer to buy again, which would mend them. */
const AFTER_LAST_CUT = 1_000;

/** Runs the services under faults, lets them come to rest, and holds everything they have stored and published against a fold of the log. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { env, note, unguarded } = options;
  const workspace = createWorkspace();
  const brokers = await startChaosBrokers(env);
  try {
    if (brokers.restartKafka === null) note("these brokers are not mistreated: neither Kafka restarts nor cuts of Redis");
    const system = await startSystem({ ...brokers, unguarded, workspace });
    const retention = { eventsDays: 0, updatesDays: 30 };
    const observer = await openBrokers({ settings: readBrokerSettings(system.env), retention, logger: createLogger("chaos", "silent"), onWait: () => undefined });
    try {
      await atRest({ system, ...observer });
      return await mistreat(options, { brokers, system, observer });
    } finally {
      await system.stop();
      await observer.close();
    }
  } finally {
    workspace.close();
    await brokers.stop();
  }
}

interface Scene {
  readonly brokers: ChaosBrokers;
  readonly system: System;
  readonly observer: Brokers;
}

async function mistreat({ minutes, seed, note }: ChaosOptions, { brokers, system, observer }: Scene): Promise<ChaosReport> {
  const { log, store } = observer;
  const traffic = createTraffic({ log, urls: system.services.ingest.map(({ url }) => url), seed });
  traffic.start();
  const inflicted = await inflict({ system, brokers, seed, milliseconds: minutes * MINUTE, note });
  await traffic.stop();
  note("waiting until everything is at rest");
  await atRest({ system, log, store });
  const lastCuts = await cutAtWork(traffic, brokers, note);
  note("waiting until everything is at rest");
  await atRest({ system, log, store });
  const sweptAt = await traffic.sendClosing();
  await atRest({ system, log, store });
  note("at rest; folding the log");
  const { expected, ...customers } = await judgeCustomers({ log, store, acknowledged: traffic.acknowledged });
  const wrongSegments = await judgeSegments({ log, store, customers: expected, sweptAt });
  const urls = system.services.recommender.map(({ url }) => url);
  const wrongLists = await judgeLists({ log, store, urls, customerIds: [...expected.keys()] });
  const faults = { ...inflicted, "redis-cut": inflicted["redis-cut"] + lastCuts };
  const { events, lost, double, conflicting } = customers;
  return { events, faults, lost, double, conflicting, wrongSegments, wrongLists };
}

/**
 * One more cut, which finds every ingester at work; the faults of a seed may hit Redis while none is up, and one that starts begins where the
 * checkpoint says in any case. Answers how many cuts there were.
 */
async function cutAtWork(traffic: Traffic, { cutRedis }: ChaosBrokers, note: ChaosOptions["note"]): Promise<number> {
  traffic.start();
  await delay(CALM);
  if (cutRedis !== null) {
    note("redis-cut, with everyone at work");
    await cutRedis(1);
  }
  await delay(AFTER_LAST_CUT);
  await traffic.stop();
  return cutRedis === null ? 0 : 1;
}
