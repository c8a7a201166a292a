import { makeDataFolder, snapshotPaths } from "@segue/platform/data-folder";
import { buildApp } from "@segue/platform/http/build-app";
import { serveDashboard } from "@segue/platform/http/serve-dashboard";
import { openWaitingRoom } from "@segue/platform/http/waiting-room";
import { createMetrics } from "@segue/platform/metrics";
import { openBrokers, readBrokerSettings } from "@segue/platform/open-brokers";
import { createReadiness } from "@segue/platform/readiness";
import { holdLease } from "@segue/platform/redis/hold-lease";
import { runService } from "@segue/platform/run-service";
import { retentionOf } from "@segue/platform/service-settings";
import { followClock } from "@segue/platform/stored-clock";
import { segmenterRoutes } from "./app.ts";
import { modelChecks, segmenterProgress } from "./progress.ts";
import { readSegmenterSettings, segmentationOf, segmentationsOf } from "./settings.ts";
import { startSegmenter } from "./start.ts";

const read = () => ({ ...readSegmenterSettings(process.env), brokers: readBrokerSettings(process.env) });

/** The segmenter as a process of its own. One is at work, any further ones stand by and answer requests. */
await runService({ name: "segmenter", read }, async ({ settings, logger, troubles, lifecycle, fail }) => {
  const metrics = createMetrics();
  makeDataFolder(settings.SEGUE_DATA);
  const room = lifecycle.opened(await openWaitingRoom({ settings, logger, metrics, troubles, service: "segmenter" }));
  const { log, store, serving, lease } = lifecycle.opened(await openBrokers({ settings: settings.brokers, retention: retentionOf(settings), logger, onWait: room.waitFor }));
  const { clock } = lifecycle.opened(await followClock({ kind: settings.SEGUE_CLOCK, store, partitions: log.partitions, logger }));

  const segmentations = segmentationsOf(settings);
  const readiness = await createReadiness({ log, progress: () => segmenterProgress(serving, segmentations), further: () => modelChecks(serving, segmentations) });
  const app = await buildApp({
    settings,
    logger,
    metrics,
    service: "segmenter",
    troubles,
    title: "Segue segmenter",
    routes: (routed) => segmenterRoutes(routed, { log, store: serving, clock }),
    ready: readiness.checks,
    refresh: readiness.refreshLag(metrics),
  });
  await serveDashboard(app.app, new URL("../../../apps/dashboard/dist", import.meta.url));
  logger.info({ url: await room.handOver(lifecycle.opened(app)) }, "listening");

  // The routes read the store only: a stand-by answers them as well.
  const { epoch } = lifecycle.opened(await holdLease({ open: lease, name: "segmenter", logger, onLost: fail }));
  const snapshots = { ...snapshotPaths(settings.SEGUE_DATA), everySeconds: settings.SEGUE_SNAPSHOT_SECONDS };
  const common = { log, store, metrics, logger, onFailure: fail };
  lifecycle.opened(await startSegmenter({ ...common, ...segmentationOf(settings), clock: settings.SEGUE_CLOCK, epoch, snapshots }));
});
