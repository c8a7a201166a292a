import type { FastifyRequest } from "fastify";
import { AppError } from "@segue/shared/errors";
import { problemSchema } from "@segue/shared/api/problem";
import { CSRF_HEADER, sessionSchema, signInSchema } from "@segue/shared/api/session";
import type { ApiKey, KeyRing } from "./api-keys.ts";
import type { App } from "./create-app.ts";

export const SESSION_PATH = "/v1/session";
const COOKIE = "segue_session";
const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** The key that a browser has signed in with, or nothing. */
export function keyInCookie({ headers }: FastifyRequest): string | undefined {
  return new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]+)`).exec(headers.cookie ?? "")?.[1];
}

/**
 * Refuses a change that another site's page has made this browser send. The cookie is not sent by other sites in the first place
 * (SameSite=Strict); the header, which they cannot set, and the origin guard against browsers that do send it.
 */
export function refuseForeign(request: FastifyRequest): void {
  if (SAFE.has(request.method)) return;
  const { origin, host } = request.headers;
  const site = request.headers["sec-fetch-site"];
  const foreign = (origin !== undefined && origin.replace(/^https?:\/\//, "") !== host) || (site !== undefined && site !== "same-origin");
  if (foreign || request.headers[CSRF_HEADER] === undefined) {
    throw new AppError("cross_site_request", `signed in by a cookie, a change must come from this site's own pages, with the header ${CSRF_HEADER}`, { status: 403 });
  }
}

/** Signing a browser in and out. `keys` is `null` where none are asked for. */
export function registerSessionRoutes(app: App, keys: KeyRing | null): void {
  const toReply = (holder: ApiKey | undefined) => ({ required: keys !== null, name: holder?.name ?? null, scopes: [...(holder?.scopes ?? [])] });

  const who = { summary: "Whether a key is needed, and whose this browser has", tags: ["system"], response: { 200: sessionSchema } };
  app.get("/v1/session", { schema: who }, async (request) => toReply(keys?.find(keyInCookie(request) ?? "")));

  const enter = { summary: "Sign this browser in with an API key", tags: ["system"], body: signInSchema, response: { 200: sessionSchema, 401: problemSchema, 403: problemSchema } };
  app.post("/v1/session", { schema: enter }, async (request, reply) => {
    refuseForeign(request);
    const { key } = request.body;
    const holder = keys?.find(key);
    if (keys !== null && holder === undefined) throw new AppError("unauthorized", "this API key is not known here", { status: 401 });
    if (holder !== undefined) reply.header("set-cookie", cookie(request, key, ""));
    return toReply(holder);
  });

  const leave = { summary: "Sign this browser out", tags: ["system"], response: { 200: sessionSchema, 403: problemSchema } };
  app.delete("/v1/session", { schema: leave }, async (request, reply) => {
    refuseForeign(request);
    reply.header("set-cookie", cookie(request, "", "; Max-Age=0"));
    return toReply(undefined);
  });
}

/** Gone when the browser is closed; never read by scripts, never sent by other sites, and over https only where that is how it came. */
function cookie({ protocol, headers }: FastifyRequest, value: string, end: string): string {
  const secure = protocol === "https" || headers["x-forwarded-proto"] === "https" ? "; Secure" : "";
  return `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Strict${secure}${end}`;
}
