import { createEventValidator } from "@segue/platform/event-validator";
import { buildApp } from "@segue/platform/http/build-app";
import { openWaitingRoom } from "@segue/platform/http/waiting-room";
import { createMetrics } from "@segue/platform/metrics";
import { openBrokers, readBrokerSettings } from "@segue/platform/open-brokers";
import { createReadiness } from "@segue/platform/readiness";
import { runService } from "@segue/platform/run-service";
import { retentionOf } from "@segue/platform/service-settings";
import { followClock } from "@segue/platform/stored-clock";
import { ingestRoutes } from "./app.ts";
import { readDeadLetters } from "./dead-letter-reader.ts";
import { ingestProgress } from "./progress.ts";
import { createPublisher } from "./publisher.ts";
import { readIngestSettings } from "./settings.ts";
import { startIngest } from "./start.ts";

const read = () => ({ ...readIngestSettings(process.env), brokers: readBrokerSettings(process.env) });

/** Ingest as a process of its own, of which any number share the partitions. */
await runService({ name: "ingest", read }, async ({ settings, logger, troubles, lifecycle, fail }) => {
  const metrics = createMetrics();
  const room = lifecycle.opened(await openWaitingRoom({ settings, logger, metrics, troubles, service: "ingest" }));
  const { log, store } = lifecycle.opened(await openBrokers({ settings: settings.brokers, retention: retentionOf(settings), logger, onWait: room.waitFor }));
  const { clock } = lifecycle.opened(await followClock({ kind: settings.SEGUE_CLOCK, store, partitions: log.partitions, logger }));
  const validate = createEventValidator();

  const common = { log, store, metrics, logger, onFailure: fail };
  lifecycle.opened(await startIngest({ ...common, validate, clock: settings.SEGUE_CLOCK, defaultCurrency: settings.SEGUE_CURRENCY }));
  const { letters } = lifecycle.opened(await readDeadLetters(common));

  const publish = createPublisher({ log, validate, clock, replaying: false, metrics });
  const readiness = await createReadiness({ log, progress: () => ingestProgress(store, log.partitions) });
  const app = await buildApp({
    settings,
    logger,
    metrics,
    service: "ingest",
    troubles,
    title: "Segue ingest",
    routes: (routed) => ingestRoutes(routed, { log, publish, letters, metrics }),
    ready: readiness.checks,
    refresh: readiness.refreshLag(metrics),
  });
  logger.info({ url: await room.handOver(lifecycle.opened(app)) }, "listening");
});
