import { randomUUID } from "node:crypto";
import { customerPatchSchema, idParamsSchema, positionReplySchema } from "@segue/shared/api/ingest";
import { problemSchema } from "@segue/shared/api/problem";
import { AppError } from "@segue/shared/errors";
import type { App } from "@segue/platform/http/create-app";
import type { Publish } from "../publisher.ts";

export function customerRoutes(app: App, publish: Publish): void {
  /** A single event made here: what is wrong with it is the request's fault. */
  const publishOne = async (event: object): Promise<string> => {
    const { position, rejected } = await publish([event]);
    const [refused] = rejected;
    if (refused !== undefined) throw new AppError(refused.code, refused.message, { status: 400 });
    return position;
  };

  const put = {
    summary: "Set attributes of a customer",
    description: "A patch: per attribute the latest `time` wins, null removes.",
    tags: ["ingest"],
    params: idParamsSchema,
    body: customerPatchSchema,
    response: { 202: positionReplySchema, 400: problemSchema },
  };
  app.put("/v1/customers/:id", { schema: put }, async (request, reply) => {
    const event = { ...request.body, type: "profile", id: randomUUID(), customerId: request.params.id };
    return reply.code(202).send({ position: await publishOne(event) });
  });

  const erase = {
    summary: "Erase a customer everywhere",
    tags: ["ingest"],
    params: idParamsSchema,
    response: { 202: positionReplySchema, 400: problemSchema },
  };
  app.delete("/v1/customers/:id", { schema: erase, config: { scope: "erase" } }, async (request, reply) => {
    const event = { type: "erase", id: randomUUID(), customerId: request.params.id };
    return reply.code(202).send({ position: await publishOne(event) });
  });
}
