import { setTimeout as delay } from "node:timers/promises";
import type { ChaosBrokers } from "./chaos-brokers.ts";
import { FAULT_KINDS, faultsOf } from "./fault-plan.ts";
import type { Fault, FaultKind, ServiceFault } from "./fault-plan.ts";
import type { Role, System } from "./system.ts";

export interface InflictOptions {
  readonly system: System;
  readonly brokers: ChaosBrokers;
  readonly seed: number;
  readonly milliseconds: number;
  readonly note: (line: string) => void;
}

/** Inflicts the faults of a seed for so long, and answers how many of each kind there were. Afterwards nothing is paused or missing any more. */
export async function inflict(options: InflictOptions): Promise<Readonly<Record<FaultKind, number>>> {
  const { milliseconds, seed, note } = options;
  const counts = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0])) as Record<FaultKind, number>;
  const lasting = new Set<Promise<void>>();
  const deadline = performance.now() + milliseconds;
  for (const fault of faultsOf(seed)) {
    if (performance.now() + fault.after > deadline) break;
    await delay(fault.after);
    const inflicted = actOn(options, fault);
    if (inflicted === null) continue;
    counts[fault.kind]++;
    note(`${((milliseconds - deadline + performance.now()) / 1000).toFixed(1)} s: ${fault.kind}`);
    const ended = inflicted.finally(() => lasting.delete(ended));
    lasting.add(ended);
    // Brokers are mistreated one at a time, and waited for.
    if (fault.kind === "kafka-restart" || fault.kind === "redis-cut") await ended;
  }
  await Promise.all(lasting);
  return counts;
}

/** `null` for what cannot be done to these brokers. */
function actOn(options: InflictOptions, fault: Fault): Promise<void> | null {
  const { system, brokers } = options;
  switch (fault.kind) {
    case "rebalance":
      return visit(system, fault.lasts);
    case "redis-cut":
      return brokers.cutRedis === null ? null : brokers.cutRedis(fault.share);
    case "kafka-restart":
      return brokers.restartKafka === null ? null : brokers.restartKafka();
    default:
      return actOnService(system, fault.kind, fault);
  }
}

async function actOnService(system: System, kind: ServiceFault, { target, lasts }: Fault): Promise<void> {
  const [act, role] = kind.split("-") as ["kill" | "pause", Role];
  const service = system.services[role][target];
  if (act === "kill") service.kill();
  else await service.pause(lasts);
}

/** A third ingester comes, takes its share of the partitions, and goes again. */
async function visit(system: System, lasts: number): Promise<void> {
  const visitor = await system.joinIngester();
  await delay(lasts);
  await visitor.stop();
}
