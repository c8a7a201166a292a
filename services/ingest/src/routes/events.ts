import { acceptedSchema, eventsBody } from "@segue/shared/api/ingest";
import { problemSchema } from "@segue/shared/api/problem";
import type { ApiKey } from "@segue/platform/http/api-keys";
import { BULK_BODY_LIMIT } from "@segue/platform/http/create-app";
import type { App } from "@segue/platform/http/create-app";
import { problem, sendProblem } from "@segue/platform/http/problem";
import { elementsOf, unchecked } from "../body.ts";
import { ERASURE_FORBIDDEN } from "../publisher.ts";
import type { Publish } from "../publisher.ts";

const description =
  "One event, an array, or NDJSON (application/x-ndjson). Good events are durable in the log when the reply comes; bad ones come back with " +
  "their index, a code and a message. At most 4 MiB and 50,000 events. The events' JSON Schema stands in docs/events.schema.json.";

export function eventRoutes(app: App, publish: Publish): void {
  const schema = {
    summary: "Take in purchases, returns, profiles and erasures",
    description,
    tags: ["ingest"],
    body: eventsBody,
    response: { 202: acceptedSchema, 400: problemSchema, 413: problemSchema, 415: problemSchema },
  };
  app.post("/v1/events", { schema, bodyLimit: BULK_BODY_LIMIT, validatorCompiler: unchecked }, async (request, reply) => {
    const result = await publish(allowed(elementsOf(request.body), request.apiKey));
    if (result.accepted > 0) return reply.code(202).send({ ...result, rejected: [...result.rejected] });
    const [first] = result.rejected;
    const detail = first === undefined ? "the body holds no event" : `no valid event; the first: ${first.message}`;
    return sendProblem(reply, { ...problem(400, first?.code ?? "invalid_event", detail), rejected: result.rejected });
  });
}

/** Erasing takes a scope of its own, whichever way it comes in. */
function allowed(elements: readonly unknown[], key: ApiKey | null): readonly unknown[] {
  if (key === null || key.scopes.has("erase")) return elements;
  return elements.map((element) => ((element as { type?: unknown } | null)?.type === "erase" ? ERASURE_FORBIDDEN : element));
}
