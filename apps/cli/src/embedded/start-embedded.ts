import fastifyStatic from "@fastify/static";
import type { FastifyReply } from "fastify";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ingestRoutes } from "@segue/ingest/app";
import { createDeadLetterList } from "@segue/ingest/dead-letter-list";
import { ingestProgress } from "@segue/ingest/progress";
import { storedClock } from "@segue/ingest/projection";
import { createPublisher } from "@segue/ingest/publisher";
import { recommenderRoutes } from "@segue/recommender/app";
import { recommenderProgress } from "@segue/recommender/progress";
import { startRecommender } from "@segue/recommender/start";
import { segmenterRoutes } from "@segue/segmenter/app";
import { modelCheck, segmenterProgress } from "@segue/segmenter/progress";
import { eventClock, wallClock } from "@segue/platform/clock";
import { startConsumer } from "@segue/platform/consumer";
import { createEventValidator } from "@segue/platform/event-validator";
import { installAuthorization } from "@segue/platform/http/authorization";
import { createApp } from "@segue/platform/http/create-app";
import type { App } from "@segue/platform/http/create-app";
import { authorizationOf } from "@segue/platform/http/http-settings";
import { listen } from "@segue/platform/http/listen";
import { registerOpenApi, registerSystemRoutes } from "@segue/platform/http/system-routes";
import { createReadiness } from "@segue/platform/readiness";
import { createLifecycle } from "@segue/platform/lifecycle";
import type { Closeable } from "@segue/platform/lifecycle";
import { openLmdb } from "@segue/platform/lmdb/open-lmdb";
import type { Logger } from "@segue/platform/logger";
import { createMetrics } from "@segue/platform/metrics";
import { makeDataFolder, snapshotPath, storePath } from "./data-folder.ts";
import type { DemoPlan, DemoProgress } from "./demo-plan.ts";
import type { ReplayWorkerData } from "./replay-worker.ts";
import type { Settings } from "./settings.ts";
import { startWorker } from "./worker-link.ts";

export interface EmbeddedOptions {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly version: string;
  readonly demo: DemoPlan | null;
  readonly onDemoProgress: (progress: DemoProgress) => void;
  /** The system cannot go on. */
  readonly onFailure: (error: Error) => void;
}

export interface Embedded extends Closeable {
  /** Where it listens. */
  readonly url: string;
}

/** The whole system in one process: HTTP and the serving model here, ingest and segmenter in a worker, the demo's replay in another. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const lifecycle = createLifecycle();
  try {
    return { url: await start(options, lifecycle), close: () => lifecycle.close() };
  } catch (error) {
    await lifecycle.close();
    throw error;
  }
}

async function start(options: EmbeddedOptions, lifecycle: ReturnType<typeof createLifecycle>): Promise<string> {
  const { settings, logger, onFailure } = options;
  const authorization = authorizationOf(settings);
  makeDataFolder(settings);
  const { log, store } = lifecycle.opened(openLmdb(storePath(settings)));
  const metrics = createMetrics();
  const clock = settings.SEGUE_CLOCK === "event" ? eventClock(await storedClock(store, log.partitions)) : wallClock();
  const fail = (error: unknown): void => onFailure(error instanceof Error ? error : new Error(String(error)));

  const recommender = lifecycle.opened(
    await startRecommender({
      log,
      store,
      metrics,
      logger,
      clock,
      snapshot: { path: snapshotPath(settings, "recommender"), everySeconds: settings.SEGUE_SNAPSHOT_SECONDS },
      onFailure: fail,
    }),
  );
  const letters = createDeadLetterList();
  const fromStart = { from: async () => "earliest" as const };
  lifecycle.opened(await startConsumer({ log, metrics, group: "dead-letters", sharing: "replica", topics: ["dead-letters"], ...fromStart, apply: async (batch) => letters.apply(batch), onFailure: fail }));
  const projections = lifecycle.opened(await startWorker({ file: new URL("./projections-worker.js", import.meta.url), data: settings, onFailure }));

  const app = lifecycle.opened(asCloseable(createApp({ logger, metrics })));
  if (authorization !== null) await installAuthorization(app.app, authorization);
  await registerOpenApi(app.app, { title: "Segue", version: options.version });
  const publish = createPublisher({ log, validate: createEventValidator(), clock, replaying: options.demo !== null, metrics });
  ingestRoutes(app.app, { log, publish, letters, metrics });
  segmenterRoutes(app.app, { log, store, clock });
  recommenderRoutes(app.app, recommender);
  const readiness = await createReadiness({
    log,
    progress: async () => [...(await ingestProgress(store, log.partitions)), ...(await segmenterProgress(store)), ...recommenderProgress(recommender.state)],
    further: () => modelCheck(store),
  });
  registerSystemRoutes(app.app, { ready: readiness.checks, metrics: [() => metrics.registry.getMetricsAsJSON(), projections.metrics], refresh: readiness.refreshLag(metrics) });
  await serveDashboard(app.app);
  const url = await listen(app.app, { host: settings.SEGUE_HOST, port: settings.SEGUE_PORT });
  if (options.demo !== null) lifecycle.opened(await startReplay(options, options.demo));
  return url;
}

function asCloseable(app: App): Closeable & { readonly app: App } {
  return { app, close: () => app.close() };
}

async function startReplay({ settings, onFailure, onDemoProgress }: EmbeddedOptions, plan: DemoPlan): Promise<Closeable> {
  const data: ReplayWorkerData = { path: storePath(settings), plan, currency: settings.SEGUE_CURRENCY };
  return startWorker({ file: new URL("./replay-worker.js", import.meta.url), data, onFailure, onProgress: (progress) => onDemoProgress(progress as DemoProgress) });
}

/** The built dashboard, on the same origin as the API. */
async function serveDashboard(app: App): Promise<void> {
  const root = fileURLToPath(new URL("../../../dashboard/dist", import.meta.url));
  if (!existsSync(root)) return;
  // Built assets have a hash of their content in their names.
  const setHeaders = (reply: FastifyReply, path: string): void => {
    if (path.includes("/assets/")) void reply.header("cache-control", "public, max-age=31536000, immutable");
  };
  // A route per file: everything else stays an API path, with the API's errors.
  await app.register(fastifyStatic, { root, index: "index.html", setHeaders, wildcard: false });
}
