import { deadLettersQuerySchema, deadLettersSchema, idParamsSchema, positionReplySchema } from "@segue/shared/api/ingest";
import { problemSchema } from "@segue/shared/api/problem";
import { AppError } from "@segue/shared/errors";
import type { EventLog } from "@segue/shared/ports/event-log";
import type { App } from "@segue/platform/http/create-app";
import type { DeadLetterList } from "../dead-letter-list.ts";
import { formatPositions } from "@segue/shared/api/position";

export function deadLetterRoutes(app: App, { log, letters }: { readonly log: EventLog; readonly letters: DeadLetterList }): void {
  const list = { summary: "Refused records, newest first", tags: ["ingest"], querystring: deadLettersQuerySchema, response: { 200: deadLettersSchema } };
  app.get("/v1/dead-letters", { schema: list, config: { scope: "admin" } }, async (request) => ({ total: letters.size, items: [...letters.newest(request.query.limit)] }));

  const retry = {
    summary: "Send a refused record in again",
    description: "For when its cause has been mended. It comes back as a new dead letter if it has not.",
    tags: ["ingest"],
    params: idParamsSchema,
    response: { 202: positionReplySchema, 404: problemSchema },
  };
  app.post("/v1/dead-letters/:id/retry", { schema: retry, config: { scope: "admin" } }, async (request, reply) => {
    const { id } = request.params;
    const letter = letters.get(id);
    if (letter === undefined) throw new AppError("not_found", `there is no dead letter ${id}`, { status: 404 });
    const [position] = await log.append([
      { topic: "events", key: letter.key, value: Buffer.from(letter.value, "base64") },
      { topic: "dead-letters", key: id, value: null },
    ]);
    return reply.code(202).send({ position: formatPositions(position === undefined ? [] : [position]) });
  });
}
