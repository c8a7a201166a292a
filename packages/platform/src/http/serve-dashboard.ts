import fastifyStatic from "@fastify/static";
import type { FastifyReply } from "fastify";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { App } from "./create-app.ts";

/** The built dashboard in `folder`, on the same origin as the API; nothing where it has not been built. */
export async function serveDashboard(app: App, folder: URL): Promise<void> {
  const root = fileURLToPath(folder);
  if (!existsSync(root)) return;
  // Built assets have a hash of their content in their names.
  const setHeaders = (reply: FastifyReply, path: string): void => {
    if (path.includes("/assets/")) void reply.header("cache-control", "public, max-age=31536000, immutable");
  };
  // A route per file: everything else stays an API path, with the API's errors.
  await app.register(fastifyStatic, { root, index: "index.html", setHeaders, wildcard: false });
}
