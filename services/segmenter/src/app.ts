import type { App } from "@segue/platform/http/create-app";
import type { SegmenterAppDeps } from "./app-deps.ts";
import { activityRoutes } from "./routes/activity.ts";
import { customerSearchRoutes } from "./routes/customer-search.ts";
import { customerRoutes } from "./routes/customers.ts";
import { mapSelectionRoutes } from "./routes/map-selection.ts";
import { modelRoutes } from "./routes/models.ts";
import { movementRoutes } from "./routes/movements.ts";
import { moveRoutes } from "./routes/moves.ts";
import { segmentCustomerRoutes } from "./routes/segment-customers.ts";
import { segmentRoutes } from "./routes/segments.ts";
import { streamRoutes } from "./routes/stream.ts";

/** The routes of the segmenter. They answer from the state store and speak to the stream side by records of `segment-models`. */
export function segmenterRoutes(app: App, deps: SegmenterAppDeps): void {
  segmentRoutes(app, deps);
  segmentCustomerRoutes(app, deps);
  customerRoutes(app, deps);
  customerSearchRoutes(app, deps);
  movementRoutes(app, deps);
  moveRoutes(app, deps);
  mapSelectionRoutes(app, deps);
  activityRoutes(app, deps);
  modelRoutes(app, deps);
  streamRoutes(app, deps);
}
