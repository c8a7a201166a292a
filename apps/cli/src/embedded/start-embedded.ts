import { ingestRoutes } from "@segue/ingest/app";
import { readDeadLetters } from "@segue/ingest/dead-letter-reader";
import { ingestProgress } from "@segue/ingest/progress";
import { createPublisher } from "@segue/ingest/publisher";
import { recommenderRoutes } from "@segue/recommender/app";
import { recommenderProgress } from "@segue/recommender/progress";
import { servingOf } from "@segue/recommender/settings";
import { startRecommender } from "@segue/recommender/start";
import { segmenterRoutes } from "@segue/segmenter/app";
import { modelChecks, segmenterProgress } from "@segue/segmenter/progress";
import { segmentationsOf } from "@segue/segmenter/settings";
import { eventClock, wallClock } from "@segue/platform/clock";
import { makeDataFolder, snapshotPath } from "@segue/platform/data-folder";
import { createEventValidator } from "@segue/platform/event-validator";
import { buildApp } from "@segue/platform/http/build-app";
import { authorizationOf } from "@segue/platform/http/http-settings";
import { listen } from "@segue/platform/http/listen";
import { serveDashboard } from "@segue/platform/http/serve-dashboard";
import { createReadiness } from "@segue/platform/readiness";
import { createLifecycle } from "@segue/platform/lifecycle";
import type { Closeable } from "@segue/platform/lifecycle";
import { openLmdb } from "@segue/platform/lmdb/open-lmdb";
import type { Logger } from "@segue/platform/logger";
import { createMetrics } from "@segue/platform/metrics";
import type { Troubles } from "@segue/platform/troubles";
import { storedClock } from "@segue/platform/stored-clock";
import type { DemoPlan, DemoProgress } from "./demo-plan.ts";
import type { ReplayWorkerData } from "./replay-worker.ts";
import type { Settings } from "./settings.ts";
import { storePath } from "./store-path.ts";
import { startWorker } from "./worker-link.ts";

export interface EmbeddedOptions {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly troubles: Troubles;
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
  // Before anything is opened: a system that nobody may ask is not started.
  authorizationOf(settings);
  makeDataFolder(settings.SEGUE_DATA);
  const { log, store } = lifecycle.opened(openLmdb(storePath(settings)));
  const metrics = createMetrics();
  const clock = settings.SEGUE_CLOCK === "event" ? eventClock(await storedClock(store, log.partitions)) : wallClock();
  const fail = (error: unknown): void => onFailure(error instanceof Error ? error : new Error(String(error)));

  const recommender = lifecycle.opened(
    await startRecommender({
      log,
      store,
      serving: store,
      metrics,
      logger,
      clock,
      snapshot: { path: snapshotPath(settings.SEGUE_DATA, "recommender"), everySeconds: settings.SEGUE_SNAPSHOT_SECONDS },
      ...servingOf(settings),
      onFailure: fail,
    }),
  );
  const { letters } = lifecycle.opened(await readDeadLetters({ log, metrics, onFailure: fail }));
  const projections = lifecycle.opened(await startWorker({ file: new URL("./projections-worker.js", import.meta.url), data: settings, onFailure }));

  const publish = createPublisher({ log, validate: createEventValidator(), clock, replaying: options.demo !== null, metrics });
  const segmentations = segmentationsOf(settings);
  const readiness = await createReadiness({
    log,
    progress: async () => [...(await ingestProgress(store, log.partitions)), ...(await segmenterProgress(store, segmentations)), ...recommenderProgress(recommender.state)],
    further: () => modelChecks(store, segmentations),
  });
  const { app } = lifecycle.opened(
    await buildApp({
      settings,
      logger,
      metrics,
      service: "segue",
      troubles: [async () => options.troubles.list(), projections.troubles],
      title: "Segue",
      routes: (routed) => {
        ingestRoutes(routed, { log, publish, letters, metrics });
        segmenterRoutes(routed, { log, store, clock });
        recommenderRoutes(routed, recommender);
      },
      ready: readiness.checks,
      refresh: readiness.refreshLag(metrics),
      furtherMetrics: [projections.metrics],
    }),
  );
  await serveDashboard(app, new URL("../../../dashboard/dist", import.meta.url));
  const url = await listen(app, { host: settings.SEGUE_HOST, port: settings.SEGUE_PORT });
  if (options.demo !== null) lifecycle.opened(await startReplay(options, options.demo));
  return url;
}

async function startReplay({ settings, onFailure, onDemoProgress }: EmbeddedOptions, plan: DemoPlan): Promise<Closeable> {
  const data: ReplayWorkerData = { path: storePath(settings), plan, currency: settings.SEGUE_CURRENCY };
  return startWorker({ file: new URL("./replay-worker.js", import.meta.url), data, onFailure, onProgress: (progress) => onDemoProgress(progress as DemoProgress) });
}
