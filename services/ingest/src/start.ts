import type { EventValidator } from "@segue/shared/events/parse-event";
import type { EventLog } from "@segue/shared/ports/event-log";
import type { StateStore } from "@segue/shared/ports/state-store";
import type { ClockKind } from "@segue/platform/clock";
import { startConsumer } from "@segue/platform/consumer";
import type { Closeable } from "@segue/platform/lifecycle";
import type { Logger } from "@segue/platform/logger";
import type { Metrics } from "@segue/platform/metrics";
import { every } from "@segue/platform/periodic";
import { createIngestProjection } from "./projection.ts";

export interface IngestDeps {
  readonly log: EventLog;
  readonly store: StateStore;
  readonly validate: EventValidator;
  readonly clock: ClockKind;
  readonly defaultCurrency: string;
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

/** Starts the stream side of ingest. */
export async function startIngest(deps: IngestDeps): Promise<Closeable> {
  const { log, metrics, onFailure } = deps;
  const projection = createIngestProjection({ ...deps, partitions: log.partitions });
  const consumer = await startConsumer({
    log,
    metrics,
    group: "ingest",
    sharing: "shared",
    topics: ["events"],
    maxRecords: MAX_RECORDS,
    from: (_topic, partition) => projection.from(partition),
    apply: projection.apply,
    onFailure,
  });
  const look = async (): Promise<void> => {
    if (await projection.hasGoneBack()) await consumer.rewind();
  };
  const looking = every({ milliseconds: LOOK_INTERVAL, work: look, onFailure });
  return {
    async close() {
      await looking.close();
      await consumer.close();
    },
  };
}
