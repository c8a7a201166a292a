import fastifyStatic from "@fastify/static";
import type { FastifyReply } from "fastify";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { App } from "./create-app.ts";

/** The page runs its own scripts only, is shown in no other site's frame, and tells no other site where the reader was. */
const PAGE_HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "referrer-policy": "same-origin",
  "cache-control": "no-cache",
};

/** The built dashboard in `folder`, on the same origin as the API; nothing where it has not been built. */
export async function serveDashboard(app: App, folder: URL): Promise<void> {
  const root = fileURLToPath(folder);
  if (!existsSync(root)) return;
  // Built assets have a hash of their content in their names.
  const setHeaders = (reply: FastifyReply, path: string): void => {
    if (path.endsWith(".html")) void reply.headers(PAGE_HEADERS);
    if (path.includes("/assets/")) void reply.header("cache-control", "public, max-age=31536000, immutable");
  };
  // A route per file: everything else stays an API path, with the API's errors.
  await app.register(fastifyStatic, { root, index: "index.html", setHeaders, wildcard: false });
}
