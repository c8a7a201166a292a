import rateLimit from "@fastify/rate-limit";
import type { FastifyRequest } from "fastify";
import { AppError } from "@segue/shared/errors";
import type { KeyRing, Scope } from "./api-keys.ts";
import type { App } from "./create-app.ts";
import { SESSION_PATH, keyInCookie, refuseForeign } from "./session.ts";

export interface Authorization {
  readonly keys: KeyRing;
  /** Requests a key may make in a second. */
  readonly ratePerSecond: number;
}

/**
 * Lets requests in by API key, and so many of each key in a second. Comes before the routes. Health, the page's files and the API's
 * description and signing in stay open: they tell nothing of customers.
 */
export async function installAuthorization(app: App, { keys, ratePerSecond }: Authorization): Promise<void> {
  app.addHook("onRequest", async (request, reply) => {
    if (!isGuarded(request)) return;
    const key = keyOf(request);
    const signedIn = key === "" ? keyInCookie(request) : undefined;
    const holder = keys.find(signedIn ?? key);
    if (holder === undefined) {
      reply.header("www-authenticate", "Bearer");
      throw new AppError("unauthorized", "this needs an API key that is known here: send it as `authorization: Bearer KEY`", { status: 401 });
    }
    const scope = scopeOf(request);
    if (!holder.scopes.has(scope)) throw new AppError("forbidden", `this needs an API key with the scope ${scope}`, { status: 403 });
    if (signedIn !== undefined) refuseForeign(request);
    request.apiKey = holder;
  });
  await app.register(rateLimit, {
    max: ratePerSecond,
    timeWindow: 1000,
    keyGenerator: (request) => request.apiKey?.name ?? "",
    allowList: (request) => request.apiKey === null,
    addHeaders: { "x-ratelimit-limit": false, "x-ratelimit-remaining": false, "x-ratelimit-reset": false },
    addHeadersOnExceeding: { "x-ratelimit-limit": false, "x-ratelimit-remaining": false, "x-ratelimit-reset": false },
    errorResponseBuilder: () => new AppError("rate_limited", `more than ${ratePerSecond} requests a second with this API key: send them later, or in larger batches`, { status: 429 }),
  });
}

/** By the route it has come to, since there are many ways to write the path to it. */
function isGuarded({ routeOptions: { url } }: FastifyRequest): boolean {
  return url !== undefined && url !== SESSION_PATH && (url.startsWith("/v1/") || url === "/metrics");
}

function scopeOf({ method, routeOptions }: FastifyRequest): Scope {
  return routeOptions.config.scope ?? (method === "GET" || method === "HEAD" ? "read" : "write");
}

function keyOf({ headers }: FastifyRequest): string {
  const { authorization, "x-api-key": plain } = headers;
  if (typeof plain === "string") return plain;
  return /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1] ?? "";
}
