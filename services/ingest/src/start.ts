import type { EventValidator } from "@segue/shared/events/parse-event";
import type { EventLog } from "@segue/shared/ports/event-log";
import type { StateStore } from "@segue/shared/ports/state-store";
import type { ClockKind } from "@segue/platform/clock";
import { startConsumer } from "@segue/platform/consumer";
import type { Closeable } from "@segue/platform/lifecycle";
import type { Logger } from "@segue/platform/logger";
import type { Metrics } from "@segue/platform/metrics";
import { createIngestProjection } from "./projection.ts";
import { openTombstones } from "./tombstones.ts";

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

/** Starts the stream side of ingest. */
export async function startIngest(deps: IngestDeps): Promise<Closeable> {
  const { log, metrics, onFailure } = deps;
  const projection = createIngestProjection({ ...deps, partitions: log.partitions, tombstones: await openTombstones(deps.store) });
  return startConsumer({
    log,
    metrics,
    group: "ingest",
    sharing: "shared",
    topics: ["events"],
    from: (_topic, partition) => projection.from(partition),
    apply: projection.apply,
    onFailure,
  });
}
