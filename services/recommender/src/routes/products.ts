import { idParamsSchema } from "@segue/shared/api/ingest";
import { problemSchema } from "@segue/shared/api/problem";
import { itemListSchema, productReplySchema, relatedQuerySchema } from "@segue/shared/api/recommendations";
import { AppError } from "@segue/shared/errors";
import { catalogueEntry } from "@segue/shared/recommendation/model/catalogue";
import { itemOf } from "@segue/shared/recommendation/model/item-index";
import { related } from "@segue/shared/recommendation/related";
import type { App } from "@segue/platform/http/create-app";
import { toItem } from "../answer.ts";
import type { Recommender } from "../start.ts";

/** How many related products come along with a product. */
const SHOWN = 10;

export function productRoutes(app: App, { state, clock }: Recommender): void {
  const known = (productId: string): number => {
    const item = itemOf(state.model.items, productId);
    if (item < 0) throw new AppError("not_found", `there is no product ${productId}: neither the catalogue nor a purchase has named it`, { status: 404 });
    return item;
  };
  const relatedTo = (productId: string, kind: "together" | "similar", limit: number) =>
    related(state.model, { productId, kind, limit }).map((item) => toItem(item, true));

  const one = { summary: "A product and what goes with it", tags: ["recommender"], params: idParamsSchema, response: { 200: productReplySchema, 404: problemSchema } };
  app.get("/v1/products/:id", { schema: one }, async (request) => {
    const { listed: _listed, ...entry } = catalogueEntry(state.model, known(request.params.id));
    return { ...entry, items: relatedTo(request.params.id, "together", SHOWN) };
  });

  const list = {
    summary: "Products bought together with one, or by the same customers",
    tags: ["recommender"],
    params: idParamsSchema,
    querystring: relatedQuerySchema,
    response: { 200: itemListSchema, 404: problemSchema },
  };
  app.get("/v1/products/:id/related", { schema: list }, async (request) => {
    known(request.params.id);
    return { items: relatedTo(request.params.id, request.query.kind, request.query.limit), asOf: new Date(clock.now()).toISOString() };
  });
}
