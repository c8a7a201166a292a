import type { ReadyCheck } from "@segue/shared/api/system";
import { AppError } from "@segue/shared/errors";
import type { EventValidator } from "@segue/shared/events/parse-event";
import type { EventLog } from "@segue/shared/ports/event-log";
import type { StateStore } from "@segue/shared/ports/state-store";
import type { ClockKind } from "@segue/platform/clock";
import { startConsumer } from "@segue/platform/consumer";
import type { Closeable } from "@segue/platform/lifecycle";
import type { Logger } from "@segue/platform/logger";
import type { Metrics } from "@segue/platform/metrics";
import { every } from "@segue/platform/periodic";
import { createPoisonWatch } from "./poison-watch.ts";
import { createIngestProjection } from "./projection.ts";

export interface IngestDeps {
  readonly log: EventLog;
  readonly store: StateStore;
  readonly validate: EventValidator;
  readonly clock: ClockKind;
  readonly defaultCurrency: string;
  /** Percent of a partition's latest records that may be poison; 0, as where it is left out, for no bound. */
  readonly poisonPercent?: number;
  /** Whether to begin with what the log still holds where nothing is stored and its beginning is gone. */
  readonly skipGap?: boolean;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly onFailure: (error: unknown) => void;
}

/**
 * Of a backlog this many events make one commit: a customer who comes several times among them is written once. More would hold
 * the writer's lock, and what is behind it, for longer than a tenth of a second.
 */
const MAX_RECORDS = 2_000;

/** How often the store is looked at for having lost commits while no events come, in milliseconds. */
const LOOK_INTERVAL = 5_000;

/** The stream side of ingest. */
export interface Ingest extends Closeable {
  readonly checks: () => readonly ReadyCheck[];
}

/** Starts the stream side of ingest. */
export async function startIngest(deps: IngestDeps): Promise<Ingest> {
  const { log, metrics, logger, poisonPercent = 0, skipGap = false } = deps;
  const onFailure = (error: unknown): void => deps.onFailure(explained(error));
  const poison = createPoisonWatch({ percent: poisonPercent, metrics, logger });
  const projection = createIngestProjection({ ...deps, poison, partitions: log.partitions });
  const consumer = await startConsumer({
    log,
    metrics,
    group: "ingest",
    sharing: "shared",
    topics: ["events"],
    maxRecords: MAX_RECORDS,
    from: async (_topic, partition) => {
      const offset = await projection.from(partition);
      return offset === 0 && skipGap ? "earliest" : offset;
    },
    apply: projection.apply,
    onFailure,
  });
  const look = async (): Promise<void> => {
    if (await projection.hasGoneBack()) await consumer.rewind();
  };
  const looking = every({ milliseconds: LOOK_INTERVAL, work: look, onFailure });
  return {
    checks: () => [poison.check()],
    async close() {
      await looking.close();
      await consumer.close();
    },
  };
}

/** A reader only knows that records are missing; what that means for customers is known here. */
function explained(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code !== "log_gap") return error;
  const fix = "Restore the state store from a backup; or, to begin with what the log still holds, empty it and set SEGUE_EVENTS_GAP=continue: customers then lack what they did before";
  return new AppError("state_behind_log", `What is stored of the customers ends before the log of events begins, so they cannot be rebuilt from it: ${error.message} ${fix}.`, { cause: error });
}
