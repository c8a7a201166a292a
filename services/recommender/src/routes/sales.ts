import { idParamsSchema } from "@segue/shared/api/ingest";
import { problemSchema } from "@segue/shared/api/problem";
import { listQuerySchema } from "@segue/shared/api/recommendations";
import { salesSchema, segmentProductsSchema } from "@segue/shared/api/sales";
import { AppError } from "@segue/shared/errors";
import { catalogueEntry, isOffered } from "@segue/shared/recommendation/model/catalogue";
import { itemOf } from "@segue/shared/recommendation/model/item-index";
import { salesOf } from "@segue/shared/recommendation/model/sales";
import type { App } from "@segue/platform/http/create-app";
import { createBuyersReader } from "../read-buyers.ts";
import { hasSegment, segmentName } from "../segment-book.ts";
import { liftOf, liftedProducts } from "../segment-buyers.ts";
import type { Recommender } from "../start.ts";

/** What sells, when, and to whom. */
export function salesRoutes(app: App, { state, store, clock }: Recommender): void {
  const buyers = createBuyersReader(store, () => state.model.totals.customers);
  const titleOf = (item: number): { readonly productId: string; readonly title?: string } => {
    const { productId, title } = catalogueEntry(state.model, item);
    return { productId, ...(title === undefined ? {} : { title }) };
  };

  const sales = { summary: "A product's sales by week, and which segments buy it", tags: ["recommender"], params: idParamsSchema, response: { 200: salesSchema, 404: problemSchema } };
  app.get("/v1/products/:id/sales", { schema: sales }, async ({ params }) => {
    const item = itemOf(state.model.items, params.id);
    if (item < 0) throw new AppError("not_found", `there is no product ${params.id}: neither the catalogue nor a purchase has named it`, { status: 404 });
    const counts = await buyers();
    const segments = (state.segments.models.behaviour.current?.segments ?? []).map(({ id }) => {
      const { share, lift } = liftOf(counts, id, params.id);
      return { id, name: segmentName(state.segments, id) ?? id, share, lift };
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
    const { items } = state.model;
    const offered = liftedProducts(await buyers(), params.id).flatMap((lift) => ((item) => (item >= 0 && isOffered(items, item) ? [{ ...titleOf(item), share: lift.share, lift: lift.lift }] : []))(itemOf(items, lift.productId)));
    return { items: offered.slice(0, query.limit) };
  });
}
