import { eventClock, wallClock } from "@segue/platform/clock";
import { hostname } from "node:os";
import { makeDataFolder, replicaSnapshotPath } from "@segue/platform/data-folder";
import { buildApp } from "@segue/platform/http/build-app";
import { openWaitingRoom } from "@segue/platform/http/waiting-room";
import { createMetrics } from "@segue/platform/metrics";
import { openBrokers, readBrokerSettings } from "@segue/platform/open-brokers";
import { createReadiness } from "@segue/platform/readiness";
import { runService } from "@segue/platform/run-service";
import { retentionOf } from "@segue/platform/service-settings";
import { recommenderRoutes } from "./app.ts";
import { recommenderProgress } from "./progress.ts";
import { readRecommenderSettings, servingOf } from "./settings.ts";
import { startRecommender } from "./start.ts";

const read = () => ({ ...readRecommenderSettings(process.env), brokers: readBrokerSettings(process.env) });

/** The recommender as a process of its own, of which any number each fold the whole stream. */
await runService({ name: "recommender", read }, async ({ settings, logger, troubles, lifecycle, fail }) => {
  const metrics = createMetrics();
  makeDataFolder(settings.SEGUE_DATA);
  const room = lifecycle.opened(await openWaitingRoom({ settings, logger, metrics, troubles, service: "recommender" }));
  const { log, store, serving } = lifecycle.opened(await openBrokers({ settings: settings.brokers, retention: retentionOf(settings), logger, onWait: room.waitFor }));

  room.waitFor("the snapshot");
  const clock = settings.SEGUE_CLOCK === "event" ? eventClock(0) : wallClock();
  const snapshot = { path: replicaSnapshotPath(settings.SEGUE_DATA, `${hostname()}-${settings.SEGUE_PORT}`), everySeconds: settings.SEGUE_SNAPSHOT_SECONDS };
  const common = { log, store, serving, metrics, logger, clock, snapshot, onFailure: fail };
  const recommender = lifecycle.opened(await startRecommender({ ...common, ...servingOf(settings) }));

  const readiness = await createReadiness({ log, progress: async () => recommenderProgress(recommender.state) });
  const app = await buildApp({
    settings,
    logger,
    metrics,
    service: "recommender",
    troubles,
    title: "Segue recommender",
    routes: (routed) => recommenderRoutes(routed, recommender),
    ready: readiness.checks,
    refresh: readiness.refreshLag(metrics),
  });
  logger.info({ url: await room.handOver(lifecycle.opened(app)) }, "listening");
});
