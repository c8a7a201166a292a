import type { ReadyCheck } from "@segue/shared/api/system";
import type { Logger } from "@segue/platform/logger";
import type { Metrics } from "@segue/platform/metrics";

/** What came in one chunk of a partition. */
export interface Intake {
  readonly records: number;
  /** Records that are no event at all, or not where they belong: what ingest would have refused over HTTP. */
  readonly poison: number;
}

/** Tells some bad records, which become dead letters, from a producer that is wrong altogether: then they are not to be stepped over. */
export interface PoisonWatch {
  /** Takes a chunk into account; `false` when it is too bad to be taken in, and the partition stands still from now on. */
  admits(partition: number, chunk: Intake): boolean;
  isHalted(partition: number): boolean;
  /** The partition is read anew, from its checkpoint. */
  begin(partition: number): void;
  readonly check: () => ReadyCheck;
}

export interface PoisonWatchOptions {
  /** Percent of the latest records that may be poison; 0 for no bound. */
  readonly percent: number;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** Of fewer records a share says nothing. */
const FEWEST = 100;
/** What is older than about this many records counts half. */
const WINDOW = 1_000;

export function createPoisonWatch({ percent, metrics, logger }: PoisonWatchOptions): PoisonWatch {
  const latest = new Map<number, Intake>();
  const halted = new Set<number>();

  const halt = (partition: number, { records, poison }: Intake): void => {
    halted.add(partition);
    metrics.partitionHalted.set({ partition: String(partition) }, 1);
    const fix = "mend their producer; then start ingest with a higher SEGUE_POISON_PERCENT, or 0, until they have become dead letters";
    logger.error({ partition }, `partition ${partition} of events stands still: ${poison} of its latest ${records} records cannot be processed. ${fix}`);
  };
  return {
    admits: (partition, chunk) => {
      const known = latest.get(partition) ?? { records: 0, poison: 0 };
      const sum = { records: known.records + chunk.records, poison: known.poison + chunk.poison };
      if (percent > 0 && chunk.poison > 0 && sum.records >= FEWEST && sum.poison * 100 >= percent * sum.records) {
        halt(partition, sum);
        return false;
      }
      latest.set(partition, sum.records > WINDOW ? { records: sum.records / 2, poison: sum.poison / 2 } : sum);
      return true;
    },
    isHalted: (partition) => halted.has(partition),
    begin: (partition) => {
      latest.delete(partition);
      halted.delete(partition);
      metrics.partitionHalted.set({ partition: String(partition) }, 0);
    },
    check: () => ({
      name: "poison",
      ready: halted.size === 0,
      detail: halted.size === 0 ? "no partition stands still" : `too much that cannot be processed: partition ${[...halted].join(", ")} of events stands still (SEGUE_POISON_PERCENT)`,
    }),
  };
}
