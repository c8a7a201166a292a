import { idParamsSchema } from "@segue/shared/api/ingest";
import { problemSchema } from "@segue/shared/api/problem";
import { itemListSchema, listQuerySchema, qualityReplySchema } from "@segue/shared/api/recommendations";
import { AppError } from "@segue/shared/errors";
import { segmentTop, trending } from "@segue/shared/recommendation/recommend";
import type { Recommendation } from "@segue/shared/recommendation/recommend";
import { slotOfSegment } from "@segue/shared/recommendation/model/segment-counts";
import type { App } from "@segue/platform/http/create-app";
import { toItem } from "../answer.ts";
import { QUALITY_WINDOW, summarise } from "../quality.ts";
import { hasSegment } from "../segment-book.ts";
import type { Recommender } from "../start.ts";

/** Lists that are the same for everybody, or for a whole segment. */
export function listRoutes(app: App, { state, clock }: Recommender): void {
  const reply = (items: readonly Recommendation[], now: number) => ({ items: items.map((item) => toItem(item, true)), asOf: new Date(now).toISOString() });

  const rising = { summary: "What sells above its reach now", tags: ["recommender"], querystring: listQuerySchema, response: { 200: itemListSchema } };
  app.get("/v1/trending", { schema: rising }, async ({ query }) => {
    const now = clock.now();
    return reply(trending(state.model, { now, ...query }), now);
  });

  const bySegment = {
    summary: "What a segment buys more than others do, by lift",
    tags: ["recommender"],
    params: idParamsSchema,
    querystring: listQuerySchema,
    response: { 200: itemListSchema, 404: problemSchema },
  };
  app.get("/v1/segments/:id/recommendations", { schema: bySegment }, async ({ params, query }) => {
    if (!hasSegment(state.segments, params.id)) throw new AppError("not_found", `there is no segment ${params.id} in the current model; GET /v1/segments lists them`, { status: 404 });
    const now = clock.now();
    return reply(segmentTop(state.model, { segmentSlot: slotOfSegment(state.model, params.id), now, ...query }), now);
  });

  const quality = { summary: "How good the lists are, measured on the stream before it is learnt", tags: ["recommender"], response: { 200: qualityReplySchema } };
  app.get("/v1/quality", { schema: quality }, async () => ({ baskets: state.quality.baskets, window: QUALITY_WINDOW, items: [...summarise(state.quality)] }));
}
