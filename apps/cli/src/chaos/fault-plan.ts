import { seededRandom } from "@segue/shared/math/random";
import type { Role } from "./system.ts";

/** What happens to one process. */
export type ServiceFault = `${"kill" | "pause"}-${Role}`;

export const FAULT_KINDS = [
  "kill-ingest",
  "kill-segmenter",
  "kill-recommender",
  "pause-ingest",
  "pause-segmenter",
  "pause-recommender",
  "rebalance",
  "redis-cut",
  "kafka-restart",
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** Milliseconds after the fault before. */
  readonly after: number;
  /** Which of two processes. */
  readonly target: 0 | 1;
  /** How long a pause or an additional member lasts, in milliseconds. */
  readonly lasts: number;
  /** How much is cut off, 0 to 1. */
  readonly share: number;
}

/** One round: every kind once, and what loses most more often. */
const ROUND: readonly FaultKind[] = [...FAULT_KINDS, "redis-cut", "redis-cut", "kill-ingest"];
const GAP = { least: 700, most: 2_800 };
/** A member of a group that is silent for 15 s loses its partitions, and is a zombie when it wakes up. */
const LONG_PAUSE = { least: 16_000, most: 19_000 };
const SHORT_PAUSE = { least: 300, most: 6_000 };
const STAY = { least: 4_000, most: 8_000 };

/** The faults of a seed without end, in rounds that deal every kind in another order. */
export function* faultsOf(seed: number): Generator<Fault, never> {
  const random = seededRandom(seed);
  const between = ({ least, most }: { readonly least: number; readonly most: number }): number => least + random() * (most - least);
  for (let round = 0; ; round++) {
    for (const kind of shuffled(ROUND, random)) {
      const isLong = kind === "pause-ingest" && round % 2 === 0;
      const lasts = kind === "rebalance" ? between(STAY) : between(isLong ? LONG_PAUSE : SHORT_PAUSE);
      yield { kind, after: between(GAP), target: random() < 0.5 ? 0 : 1, lasts, share: random() };
    }
  }
}

function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  const keyed = items.map((item) => ({ item, key: random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
