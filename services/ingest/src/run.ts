import { createEventValidator } from "@segue/platform/event-validator";
import { buildApp } from "@segue/platform/http/build-app";
import { openWaitingRoom } from "@segue/platform/http/waiting-room";
import { createMetrics } from "@segue/platform/metrics";
import { readBrokerSettings } from "@segue/platform/open-brokers";
import type { BrokerSettings, openBrokers } from "@segue/platform/open-brokers";
import { createReadiness } from "@segue/platform/readiness";
import { runService } from "@segue/platform/run-service";
import type { Running } from "@segue/platform/run-service";
import { retentionOf } from "@segue/platform/service-settings";
import { followClock } from "@segue/platform/stored-clock";
import { ingestRoutes } from "./app.ts";
import { readDeadLetters } from "./dead-letter-reader.ts";
import { ingestProgress } from "./progress.ts";
import { createPublisher } from "./publisher.ts";
import { intakeOf, readIngestSettings } from "./settings.ts";
import type { IngestSettings } from "./settings.ts";
import { startIngest } from "./start.ts";

export interface RunIngest {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly open: typeof openBrokers;
}

/** Runs ingest as the process it is in; any number of them share the partitions. */
export function runIngest({ env, open }: RunIngest): Promise<void> {
  const read = () => ({ ...readIngestSettings(env), brokers: readBrokerSettings(env) });
  return runService({ name: "ingest", read }, (running) => startAsProcess(running, open));
}

type Settings = IngestSettings & { readonly brokers: BrokerSettings };

async function startAsProcess({ settings, logger, troubles, lifecycle, fail }: Running<Settings>, open: typeof openBrokers): Promise<void> {
  const metrics = createMetrics();
  const room = lifecycle.opened(await openWaitingRoom({ settings, logger, metrics, troubles, service: "ingest" }));
  const { log, store } = lifecycle.opened(await open({ settings: settings.brokers, retention: retentionOf(settings), logger, onWait: room.waitFor }));
  const { clock } = lifecycle.opened(await followClock({ kind: settings.SEGUE_CLOCK, store, partitions: log.partitions, logger }));
  const validate = createEventValidator();

  const common = { log, store, metrics, logger, onFailure: fail };
  const ingest = lifecycle.opened(await startIngest({ ...common, ...intakeOf(settings), validate, clock: settings.SEGUE_CLOCK }));
  const { letters } = lifecycle.opened(await readDeadLetters(common));

  const publish = createPublisher({ log, validate, clock, replaying: false, metrics });
  const readiness = await createReadiness({ log, progress: () => ingestProgress(store, log.partitions), further: async () => ingest.checks() });
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
}
