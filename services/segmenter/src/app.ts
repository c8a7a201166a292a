import type { App } from "@segue/platform/http/create-app";
import type { SegmenterAppDeps } from "./app-deps.ts";
import { customerRoutes } from "./routes/customers.ts";
import { modelRoutes } from "./routes/models.ts";
import { movementRoutes } from "./routes/movements.ts";
import { segmentCustomerRoutes } from "./routes/segment-customers.ts";
import { segmentRoutes } from "./routes/segments.ts";
import { streamRoutes } from "./routes/stream.ts";

/** The routes of the segmenter. They answer from the state store and speak to the stream side by records of `segment-models`. */
export function segmenterRoutes(app: App, deps: SegmenterAppDeps): void {
  segmentRoutes(app, deps);
  segmentCustomerRoutes(app, deps);
  customerRoutes(app, deps);
  movementRoutes(app, deps);
  modelRoutes(app, deps);
  streamRoutes(app, deps);
}
