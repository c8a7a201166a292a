import type { ReadyCheck } from "@segue/shared/api/system";
import type { Closeable } from "../lifecycle.ts";
import type { Logger } from "../logger.ts";
import type { Metrics, MetricsSource } from "../metrics.ts";
import type { TroublesSource } from "../troubles.ts";
import { version } from "../version.ts";
import { installAuthorization } from "./authorization.ts";
import { createApp } from "./create-app.ts";
import type { App } from "./create-app.ts";
import { authorizationOf } from "./http-settings.ts";
import type { HttpSettings } from "./http-settings.ts";
import { registerSessionRoutes } from "./session.ts";
import { registerStatusRoute } from "./status-route.ts";
import { registerOpenApi, registerSystemRoutes } from "./system-routes.ts";

export interface BuildOptions {
  readonly settings: HttpSettings;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** What this process is called, `segue` where all services are one. */
  readonly service: string;
  /** Of the API's description. */
  readonly title: string;
  readonly routes: (app: App) => void;
  readonly ready: () => Promise<readonly ReadyCheck[]>;
  /** Brings gauges up to date before they are read. */
  readonly refresh?: () => Promise<void>;
  /** Metrics of other threads. */
  readonly furtherMetrics?: readonly MetricsSource[];
  readonly troubles: readonly TroublesSource[];
}

/** An app as something that is closed once it is no longer needed. */
export interface OpenApp extends Closeable {
  readonly app: App;
}

/** Who is let in, the routes, their description, health and metrics. It does not listen yet. */
export async function buildApp(options: BuildOptions): Promise<OpenApp> {
  const { settings, logger, metrics, title, routes, ready, refresh = async () => undefined, furtherMetrics = [] } = options;
  const authorization = authorizationOf(settings);
  const app = createApp({ logger, metrics });
  if (authorization !== null) await installAuthorization(app, authorization);
  await registerOpenApi(app, { title, version });
  routes(app);
  registerSystemRoutes(app, { ready, metrics: [() => metrics.registry.getMetricsAsJSON(), ...furtherMetrics], refresh });
  registerStatusRoute(app, { ...options, refresh });
  registerSessionRoutes(app, authorization?.keys ?? null);
  return { app, close: () => app.close() };
}
