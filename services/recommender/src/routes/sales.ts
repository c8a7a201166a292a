import { idParamsSchema } from "@segue/shared/api/ingest";
import { problemSchema } from "@segue/shared/api/problem";
import { listQuerySchema } from "@segue/shared/api/recommendations";
import { salesSchema, segmentProductsSchema } from "@segue/shared/api/sales";
import { AppError } from "@segue/shared/errors";
import { catalogueEntry } from "@segue/shared/recommendation/catalogue";
import { itemOf } from "@segue/shared/recommendation/item-index";
import { liftOf, liftedProducts } from "@segue/shared/recommendation/lift";
import { salesOf } from "@segue/shared/recommendation/sales";
import { slotOfSegment } from "@segue/shared/recommendation/segment-counts";
import type { App } from "@segue/platform/http/create-app";
import { hasSegment, segmentName } from "../segment-book.ts";
import type { Recommender } from "../start.ts";

/** What sells, when, and to whom. */
export function salesRoutes(app: App, { state, clock }: Recommender): void {
  const titleOf = (item: number): { readonly productId: string; readonly title?: string } => {
    const { productId, title } = catalogueEntry(state.model, item);
    return { productId, ...(title === undefined ? {} : { title }) };
  };

  const sales = { summary: "A product's sales by week, and which segments buy it", tags: ["recommender"], params: idParamsSchema, response: { 200: salesSchema, 404: problemSchema } };
  app.get("/v1/products/:id/sales", { schema: sales }, async ({ params }) => {
    const item = itemOf(state.model.items, params.id);
    if (item < 0) throw new AppError("not_found", `there is no product ${params.id}: neither the catalogue nor a purchase has named it`, { status: 404 });
    const segments = (state.segments.current?.segments ?? []).flatMap(({ id }) => {
      const slot = slotOfSegment(state.model, id);
      if (slot < 0) return [];
      const { share, lift } = liftOf(state.model, item, slot);
      return [{ id, name: segmentName(state.segments, id) ?? id, share, lift }];
    });
    return {
      ...titleOf(item),
      asOf: new Date(clock.now()).toISOString(),
      weeks: salesOf(state.model.sales, item, clock.now()).map(({ week, ...sold }) => ({ week: new Date(week).toISOString(), ...sold })),
      segments: segments.sort((a, b) => b.lift - a.lift),
    };
  });

  const products = { summary: "What a segment buys more than everybody else, by lift", tags: ["recommender"], params: idParamsSchema, querystring: listQuerySchema.pick({ limit: true }), response: { 200: segmentProductsSchema, 404: problemSchema } };
  app.get("/v1/segments/:id/products", { schema: products }, async ({ params, query }) => {
    if (!hasSegment(state.segments, params.id)) throw new AppError("not_found", `there is no segment ${params.id} in the current model; GET /v1/segments lists them`, { status: 404 });
    return { items: liftedProducts(state.model, slotOfSegment(state.model, params.id), query.limit).map(({ item, share, lift }) => ({ ...titleOf(item), share, lift })) };
  });
}
