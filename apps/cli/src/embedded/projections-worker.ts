import { workerData } from "node:worker_threads";
import { intakeOf } from "@segue/ingest/settings";
import { startIngest } from "@segue/ingest/start";
import { segmentationOf } from "@segue/segmenter/settings";
import { startSegmenter } from "@segue/segmenter/start";
import { snapshotPaths } from "@segue/platform/data-folder";
import { createEventValidator } from "@segue/platform/event-validator";
import { createLifecycle } from "@segue/platform/lifecycle";
import { openLmdb } from "@segue/platform/lmdb/open-lmdb";
import { createLogger } from "@segue/platform/logger";
import { createMetrics } from "@segue/platform/metrics";
import { createTroubles } from "@segue/platform/troubles";
import type { Settings } from "./settings.ts";
import { keepRetention } from "./retention.ts";
import { storePath } from "./store-path.ts";
import { reportFailure, runWorker } from "./worker-link.ts";

/** Ingest and segmenter, beside the thread that answers HTTP. */
await runWorker(async () => {
  const settings = workerData as Settings;
  const troubles = createTroubles();
  const logger = createLogger("segue", settings.SEGUE_LOG_LEVEL, troubles);
  const metrics = createMetrics();
  const lifecycle = createLifecycle();
  const lmdb = lifecycle.opened(openLmdb(storePath(settings)));
  const { log, store } = lmdb;
  const common = { log, store, metrics, logger, onFailure: reportFailure };
  lifecycle.opened(
    await startIngest({ ...common, ...intakeOf(settings), validate: createEventValidator(), clock: settings.SEGUE_CLOCK }),
  );
  lifecycle.opened(
    await startSegmenter({
      ...common,
      clock: settings.SEGUE_CLOCK,
      ...segmentationOf(settings),
      epoch: 0,
      snapshots: { ...snapshotPaths(settings.SEGUE_DATA), everySeconds: settings.SEGUE_SNAPSHOT_SECONDS },
    }),
  );
  lifecycle.opened(keepRetention(lmdb.retention, settings, logger));
  return { metrics: () => metrics.registry.getMetricsAsJSON(), troubles: async () => troubles.list(), close: () => lifecycle.close() };
});
