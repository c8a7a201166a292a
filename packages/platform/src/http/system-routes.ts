import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import { readySchema } from "@segue/shared/api/system";
import type { ReadyCheck } from "@segue/shared/api/system";
import { z } from "zod";
import { exposeMetrics } from "../metrics.ts";
import type { MetricsSource } from "../metrics.ts";
import type { App } from "./create-app.ts";

export interface ApiInfo {
  readonly title: string;
  readonly version: string;
}

export interface SystemDeps {
  /** What must hold before traffic is welcome; every check says what it waits for. */
  readonly ready: () => Promise<readonly ReadyCheck[]>;
  readonly metrics: readonly MetricsSource[];
  /** Brings gauges up to date before they are read. */
  readonly refresh: () => Promise<void>;
}

/** Registers OpenAPI; must come before the routes it is to describe. */
export async function registerOpenApi(app: App, { title, version }: ApiInfo): Promise<void> {
  await app.register(swagger, { openapi: { openapi: "3.1.0", info: { title, version, license: { name: "MIT" } } } });
  await app.register(swaggerUi, { routePrefix: "/docs" });
  app.get("/openapi.json", { schema: { hide: true } as object }, async () => app.swagger());
}

/** `/healthz`, `/readyz` and `/metrics`. */
export function registerSystemRoutes(app: App, deps: SystemDeps): void {
  app.get("/healthz", { schema: { summary: "Alive", tags: ["system"], response: { 200: z.object({ ok: z.literal(true) }) } } }, async () => ({ ok: true as const }));

  const ready = { summary: "Ready for traffic, or what it waits for", tags: ["system"], response: { 200: readySchema, 503: readySchema } };
  app.get("/readyz", { schema: ready }, async (_request, reply) => {
    const checks = await deps.ready();
    const ok = checks.every((check) => check.ready);
    return reply.code(ok ? 200 : 503).send({ ready: ok, checks: [...checks] });
  });

  const text = { content: { "text/plain": { schema: z.string() } } };
  app.get("/metrics", { schema: { summary: "Prometheus metrics", tags: ["system"], response: { 200: text } } }, async (_request, reply) => {
    await deps.refresh();
    return reply.type("text/plain; version=0.0.4; charset=utf-8").send(await exposeMetrics(deps.metrics));
  });
}
