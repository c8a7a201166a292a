import type { EventLog } from "@segue/shared/ports/event-log";
import type { StateStore } from "@segue/shared/ports/state-store";
import type { Clock } from "@segue/platform/clock";
import type { App } from "@segue/platform/http/create-app";
import { customerRoutes } from "./routes/customers.ts";
import { modelRoutes } from "./routes/models.ts";
import { movementRoutes } from "./routes/movements.ts";
import { segmentCustomerRoutes } from "./routes/segment-customers.ts";
import { segmentRoutes } from "./routes/segments.ts";
import { streamRoutes } from "./routes/stream.ts";

export interface SegmenterAppDeps {
  readonly log: EventLog;
  readonly store: StateStore;
  readonly clock: Clock;
}

/** The routes of the segmenter. They answer from the state store and speak to the stream side by records of `segment-models`. */
export function segmenterRoutes(app: App, deps: SegmenterAppDeps): void {
  segmentRoutes(app, deps);
  segmentCustomerRoutes(app, deps);
  customerRoutes(app, deps);
  movementRoutes(app, deps);
  modelRoutes(app, deps);
  streamRoutes(app, deps);
}
