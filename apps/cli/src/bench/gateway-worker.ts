import type { AddressInfo } from "node:net";
import { ingestRoutes } from "@segue/ingest/app";
import { createDeadLetterList } from "@segue/ingest/dead-letter-list";
import { createPublisher } from "@segue/ingest/publisher";
import { wallClock } from "@segue/platform/clock";
import { createEventValidator } from "@segue/platform/event-validator";
import type { App } from "@segue/platform/http/create-app";
import { BULK_BODY_LIMIT, createApp } from "@segue/platform/http/create-app";
import { openLmdb } from "@segue/platform/lmdb/open-lmdb";
import { createLogger } from "@segue/platform/logger";
import { createMetrics } from "@segue/platform/metrics";
import { tellParent } from "./fork-worker.ts";

const [role, path = ""] = process.argv.slice(2);
const metrics = createMetrics();
const app = createApp({ logger: createLogger("bench", "warn"), metrics });

/** The routes of ingest on a log of their own, which nobody reads: what is measured is taking events in. */
function gateway(into: App): void {
  const { log } = openLmdb(path);
  const publish = createPublisher({ log, validate: createEventValidator(), clock: wallClock(), replaying: false, metrics });
  ingestRoutes(into, { log, publish, letters: createDeadLetterList(), metrics });
}

/** The least a route can do with the same bytes: have them parsed. */
function trivial(into: App): void {
  into.post("/v1/events", { bodyLimit: BULK_BODY_LIMIT }, async ({ body }) => ({ events: Array.isArray(body) ? body.length : 1 }));
}

if (role === "gateway") gateway(app);
else trivial(app);
await app.listen({ host: "127.0.0.1", port: 0 });
tellParent(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}`);
process.once("SIGTERM", () => process.exit(0));
