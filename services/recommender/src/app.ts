import type { App } from "@segue/platform/http/create-app";
import { listRoutes } from "./routes/lists.ts";
import { productRoutes } from "./routes/products.ts";
import { recommendationRoutes } from "./routes/recommendations.ts";
import { salesRoutes } from "./routes/sales.ts";
import { servedRoutes } from "./routes/served.ts";
import type { Recommender } from "./start.ts";

/** The routes of the recommender. */
export function recommenderRoutes(app: App, recommender: Recommender): void {
  recommendationRoutes(app, recommender);
  productRoutes(app, recommender);
  listRoutes(app, recommender);
  salesRoutes(app, recommender);
  servedRoutes(app, recommender);
}
