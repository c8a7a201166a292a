import { once } from "node:events";
import { PassThrough } from "node:stream";
import { problemSchema } from "@segue/shared/api/problem";
import { servedQuerySchema } from "@segue/shared/api/recommendations";
import type { App } from "@segue/platform/http/create-app";
import { readServed } from "../read-served.ts";
import type { ServedReading } from "../read-served.ts";
import type { Recommender } from "../start.ts";

/** `GET /v1/recommendations/served`: what was shown to whom, for those who ask later what came of it. */
export function servedRoutes(app: App, { log, store }: Recommender): void {
  const schema = {
    summary: "The sampled lists that were served, oldest first, one JSON document per line; without who has been erased since",
    tags: ["recommender"],
    querystring: servedQuerySchema,
    response: { 200: { content: { "application/x-ndjson": { schema: { type: "string" } } } }, 400: problemSchema },
  };
  app.get("/v1/recommendations/served", { schema, config: { scope: "admin" } }, (request, reply) => {
    const since = request.query.since === undefined ? 0 : Date.parse(request.query.since);
    return reply.type("application/x-ndjson").send(linesOf({ log, store, since }));
  });
}

/** Reads no faster than the other end takes it, and no further once that has gone away. */
function linesOf(reading: ServedReading): PassThrough {
  const lines = new PassThrough();
  readServed(reading, async (lists) => {
    if (lines.destroyed) throw new Error("nobody listens any more");
    if (!lines.write(lists.map((list) => `${JSON.stringify(list)}\n`).join(""))) await Promise.race([once(lines, "drain"), once(lines, "close")]);
  }).then(
    () => lines.end(),
    (error: unknown) => lines.destroy(error as Error),
  );
  return lines;
}
