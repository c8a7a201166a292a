import type { EventLog } from "@segue/shared/ports/event-log";
import type { App } from "@segue/platform/http/create-app";
import type { Metrics } from "@segue/platform/metrics";
import { acceptLines } from "./body.ts";
import type { DeadLetterList } from "./dead-letter-list.ts";
import type { Publish } from "./publisher.ts";
import { customerRoutes } from "./routes/customers.ts";
import { deadLetterRoutes } from "./routes/dead-letters.ts";
import { eventRoutes } from "./routes/events.ts";
import { productRoutes } from "./routes/products.ts";

export interface IngestAppDeps {
  readonly log: EventLog;
  readonly publish: Publish;
  readonly letters: DeadLetterList;
  readonly metrics: Metrics;
}

/** The routes of ingest. */
export function ingestRoutes(app: App, { log, publish, letters, metrics }: IngestAppDeps): void {
  acceptLines(app);
  eventRoutes(app, publish);
  customerRoutes(app, publish);
  productRoutes(app, { log, metrics });
  deadLetterRoutes(app, { log, letters });
}
