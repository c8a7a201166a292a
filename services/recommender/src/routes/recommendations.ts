import { randomUUID } from "node:crypto";
import type { FastifyReply } from "fastify";
import { parsePositions } from "@segue/shared/api/position";
import { problemSchema } from "@segue/shared/api/problem";
import { recommendationsBodySchema, recommendationsQuerySchema, recommendationsSchema } from "@segue/shared/api/recommendations";
import type { RecommendationsReply, RecommendationsRequest } from "@segue/shared/api/recommendations";
import { idProblem } from "@segue/shared/events/envelope";
import { AppError } from "@segue/shared/errors";
import type { StateStore } from "@segue/shared/ports/state-store";
import type { App } from "@segue/platform/http/create-app";
import type { Metrics } from "@segue/platform/metrics";
import { answer, decodeAsker } from "../answer.ts";
import type { AskerBytes } from "../answer.ts";
import { basisOf, createReplyCache } from "../reply-cache.ts";
import { servedVersion } from "../segment-book.ts";
import type { Recommender } from "../start.ts";
import { createTurnEnd } from "../turn-end.ts";

const replies = { 200: recommendationsSchema, 400: problemSchema };

/** 10,000 exclusions and a basket of 5,000 lines of the longest ids. */
const LONGEST_BODY = 2 * 1024 * 1024;
const EXPIRY_INTERVAL = 5_000;

/** `GET` and `POST /v1/recommendations`. Nobody is unknown here: strangers, guests and an empty shop all get an answer. */
export function recommendationRoutes(app: App, recommender: Recommender): void {
  const cache = createReplyCache(() => performance.now());
  const expiry = setInterval(() => cache.expire(), EXPIRY_INTERVAL).unref();
  app.addHook("onClose", async () => clearInterval(expiry));
  const turnEnd = createTurnEnd();
  const instance = randomUUID().slice(0, 8);
  let answered = 0;

  /** `question` says all that was asked: equal texts ask the same. */
  const send = async (request: RecommendationsRequest, question: string, reply: FastifyReply): Promise<FastifyReply> => {
    if (request.after !== undefined) await recommender.waiters.until(parsePositions(request.after));
    const { customerId } = request;
    checkId(customerId);
    // Who asks in the same turn is looked up in one go and answered one right after the other, while the model is in the processor's cache (ADR 0010).
    await turnEnd();
    const asker = await readAsker(recommender.store, customerId);
    const { state, metrics, clock, served } = recommender;
    const basis = basisOf(asker, { modelVersion: servedVersion(state.segments), catalogueRevision: state.catalogueRevision });
    const ready = cache.get(question, basis);
    void reply.type("application/json; charset=utf-8");
    if (ready !== undefined) {
      metrics.repliesReused.inc();
      return reply.send(ready);
    }
    const recommendationId = `${instance}-${(++answered).toString(36)}`;
    const made = answer(state, decodeAsker(customerId, asker), { request, now: clock.now(), recommendationId });
    countItems(metrics, made);
    // Not by the serialiser made from the schema: on texts put together a moment ago it takes twice as long.
    const serialized = Buffer.from(JSON.stringify(made));
    cache.put(question, basis, serialized);
    void reply.send(serialized);
    served.note(made);
    return reply;
  };

  const get = { summary: "What to show a customer", tags: ["recommender"], querystring: recommendationsQuerySchema, response: replies };
  app.get("/v1/recommendations", { schema: get }, async (request, reply) => {
    const { customerId, limit, strategy, category, explain, diversity, after, exclude } = request.query;
    // Named one by one: to copy what is left of an object costs as much as to read the customer.
    return send({ customerId, limit, strategy, category, explain, diversity, after, exclude: exclude?.flatMap((ids) => ids.split(",")) }, request.url, reply);
  });

  const post = { summary: "What to show a guest with a basket, or with long lists of exclusions", tags: ["recommender"], body: recommendationsBodySchema, response: replies };
  app.post("/v1/recommendations", { schema: post, bodyLimit: LONGEST_BODY, config: { scope: "read" } }, async (request, reply) => send(request.body, JSON.stringify({ ...request.body, after: undefined }), reply));
}

/** One step per kind of reason instead of one per item: finding a counter by its labels takes a microsecond. */
function countItems(metrics: Metrics, { items, strategy }: RecommendationsReply): void {
  const counts = new Map<string, number>();
  for (const { reason } of items) counts.set(reason.kind, (counts.get(reason.kind) ?? 0) + 1);
  for (const [kind, count] of counts) metrics.recommendations.inc({ strategy, kind }, count);
}

function checkId(customerId: string | undefined): void {
  const problem = customerId === undefined ? undefined : idProblem(customerId);
  if (problem !== undefined) throw new AppError("invalid_id", `customerId ${problem}`, { status: 400 });
}

async function readAsker(store: StateStore, customerId: string | undefined): Promise<AskerBytes> {
  if (customerId === undefined) return { customer: undefined, assignment: undefined };
  const [[customer], [assignment]] = await Promise.all([store.get("customers", [customerId]), store.get("assignments", [customerId])]);
  return { customer, assignment };
}
