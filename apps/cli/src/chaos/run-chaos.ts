import { setTimeout as delay } from "node:timers/promises";
import { openBrokers, readBrokerSettings } from "@segue/platform/open-brokers";
import type { Brokers } from "@segue/platform/open-brokers";
import { createLogger } from "@segue/platform/logger";
import { createWorkspace } from "../bench/workspace.ts";
import { atRest } from "./at-rest.ts";
import { startChaosBrokers } from "./chaos-brokers.ts";
import type { FaultKind } from "./fault-plan.ts";
import { inflict } from "./inflict.ts";
import { judgeCustomers } from "./oracle/customers.ts";
import { judgeLists } from "./oracle/lists.ts";
import { judgeSegments } from "./oracle/segments.ts";
import { startSystem } from "./system.ts";
import type { System } from "./system.ts";
import { startTraffic } from "./traffic.ts";

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
/** Traffic goes on for a while after the last fault: what only a new event would bring to light comes to light. */
const CALM = 3_000;

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
  readonly brokers: Awaited<ReturnType<typeof startChaosBrokers>>;
  readonly system: System;
  readonly observer: Brokers;
}

async function mistreat({ minutes, seed, note }: ChaosOptions, { brokers, system, observer }: Scene): Promise<ChaosReport> {
  const { log, store } = observer;
  const traffic = startTraffic({ log, urls: system.services.ingest.map(({ url }) => url), seed });
  const faults = await inflict({ system, brokers, seed, milliseconds: minutes * MINUTE, note });
  await delay(CALM);
  await traffic.stop();
  note("no more faults; waiting until everything is at rest");
  await atRest({ system, log, store });
  const sweptAt = await traffic.sendClosing();
  await atRest({ system, log, store });
  note("at rest; folding the log");
  const { expected, ...customers } = await judgeCustomers({ log, store, acknowledged: traffic.acknowledged });
  const wrongSegments = await judgeSegments({ log, store, customers: expected, sweptAt });
  const urls = system.services.recommender.map(({ url }) => url);
  const wrongLists = await judgeLists({ log, store, urls, customerIds: [...expected.keys()] });
  const { events, lost, double, conflicting } = customers;
  return { events, faults, lost, double, conflicting, wrongSegments, wrongLists };
}
