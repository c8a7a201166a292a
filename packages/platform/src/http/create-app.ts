import Fastify, { LogController } from "fastify";
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "../logger.ts";
import type { Metrics } from "../metrics.ts";
import type { ApiKey, Scope } from "./api-keys.ts";
import { installBodies } from "./bodies.ts";
import { answerClientError, installErrorHandling, sendError } from "./problem.ts";
import { installSchemas } from "./schemas.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What a key must be good for; left out, questions need `read` and all else `write`. */
    scope?: Scope;
  }
  interface FastifyRequest {
    /** Whose key it came with; `null` where none is asked for. */
    apiKey: ApiKey | null;
  }
}

/** Bodies are small except where a route says otherwise. */
const BODY_LIMIT = 64 * 1024;
/** Events and products come in bulk. */
export const BULK_BODY_LIMIT = 4 * 1024 * 1024;
/** An id of 128 bytes, every byte percent-encoded. */
const MAX_PARAM_LENGTH = 3 * 128;
/** Longer than the idle time of the usual load balancer, so that it is the balancer that closes connections. */
const KEEP_ALIVE_TIMEOUT = 72_000;

/** An HTTP app whose handlers are typed by their zod schemas. */
export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>;

export interface AppOptions {
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** An app that knows how errors, schemas and metrics are done here and has no routes yet. It never listens by itself. */
export function createApp({ logger, metrics }: AppOptions): App {
  const app = Fastify({
    loggerInstance: logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    requestTimeout: 10_000,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    frameworkErrors: sendError,
    clientErrorHandler: answerClientError,
  });
  app.decorateRequest("apiKey", null);
  installErrorHandling(app);
  installBodies(app);
  installSchemas(app);
  app.addHook("onSend", async (_request, reply) => {
    reply.header("x-content-type-options", "nosniff");
  });
  app.addHook("onResponse", async (request, reply) => {
    const labels = { method: request.method, route: request.routeOptions.url ?? "unknown", status: String(reply.statusCode) };
    metrics.requests.observe(labels, reply.elapsedTime / 1000);
  });
  return app.withTypeProvider<ZodTypeProvider>();
}
