import { statusSchema } from "@segue/shared/api/status";
import type { ReadyCheck } from "@segue/shared/api/system";
import type { Metrics } from "../metrics.ts";
import { allTroubles } from "../troubles.ts";
import type { TroublesSource } from "../troubles.ts";
import { version } from "../version.ts";
import type { App } from "./create-app.ts";

export interface StatusDeps {
  readonly service: string;
  readonly metrics: Metrics;
  readonly ready: () => Promise<readonly ReadyCheck[]>;
  readonly refresh: () => Promise<void>;
  readonly troubles: readonly TroublesSource[];
}

/** `GET /v1/status`: how this process is, for people who look after it. */
export function registerStatusRoute(app: App, { service, metrics, ready, refresh, troubles }: StatusDeps): void {
  const startedAt = new Date().toISOString();
  const schema = { summary: "How this process is: memory, lag, readiness, recent warnings and errors", tags: ["system"], response: { 200: statusSchema } };
  app.get("/v1/status", { schema }, async () => {
    await refresh();
    const [checks, lag, noted] = await Promise.all([ready(), metrics.lag.get(), allTroubles(troubles)]);
    const { rss, heapUsed } = process.memoryUsage();
    return {
      service,
      version,
      startedAt,
      now: new Date().toISOString(),
      memory: { residentBytes: rss, heapBytes: heapUsed },
      checks: [...checks],
      lag: lag.values.map(({ labels, value }) => ({ group: String(labels.group), topic: String(labels.topic), records: value })),
      troubles: noted,
    };
  });
}
