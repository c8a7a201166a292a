import { aLine, aPurchase } from "../builders.ts";

export interface GoodCall {
  /** Method and path as the OpenAPI document names them. */
  readonly route: string;
  /** With the query. */
  readonly path: string;
  readonly body?: unknown;
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a shop has after its first days, as far as paths name it. */
export interface ShopIds {
  readonly segment: string;
  readonly model: string;
  readonly deadLetter: string;
}

const PRODUCTS = ["bread", "tea", "jam", "soap", "lamp"];

/** Forty customers who differ enough to be segmented, and an event that becomes a dead letter. */
export function shopEvents(): readonly object[] {
  const purchases = Array.from({ length: 40 }, (_, customer) => {
    const orders = 1 + (customer % 5) * (customer % 3);
    return Array.from({ length: orders }, (_order, order) => {
      const items = PRODUCTS.slice(0, 1 + ((customer + order) % PRODUCTS.length)).map((productId) => aLine({ productId, quantity: 1 + (customer % 7) }));
      const time = new Date(Date.now() - (1 + order * 9 + (customer % 30)) * 86_400_000).toISOString();
      return aPurchase({ id: `e-${customer}-${order}`, orderId: `o-${customer}-${order}`, customerId: `c${customer}`, time, items });
    });
  }).flat();
  return [...purchases, aPurchase({ id: "e-late", customerId: "c1", currency: "EUR", time: undefined })];
}

/** At least one call of every route that is answered as it should be. */
export function goodCalls({ segment, model, deadLetter }: ShopIds): readonly GoodCall[] {
  return [
    { route: "POST /v1/events", path: "/v1/events", body: aPurchase({ id: "e-new", customerId: "c1", time: undefined }) },
    { route: "PUT /v1/products/{id}", path: "/v1/products/tea", body: { title: "Tea", category: "food", price: 3.2, attributes: { organic: true } } },
    { route: "POST /v1/products", path: "/v1/products", body: [{ productId: "jam", title: "Jam" }, { productId: "" }] },
    { route: "PUT /v1/customers/{id}", path: "/v1/customers/c1", body: { age: 31, city: "York", gender: null } },
    { route: "GET /v1/customers/{id}", path: "/v1/customers/c1" },
    { route: "GET /v1/segments", path: "/v1/segments" },
    { route: "GET /v1/segments", path: "/v1/segments?segmentation=taste" },
    { route: "GET /v1/segments/{id}", path: `/v1/segments/${segment}` },
    { route: "PATCH /v1/segments/{id}", path: `/v1/segments/${segment}`, body: { name: "Regulars" } },
    { route: "GET /v1/segments/{id}/customers", path: `/v1/segments/${segment}/customers?limit=2` },
    { route: "GET /v1/segments/{id}/customers", path: `/v1/segments/${segment}/customers`, accept: "text/csv" },
    { route: "GET /v1/segments/{id}/recommendations", path: `/v1/segments/${segment}/recommendations` },
    { route: "GET /v1/segments/map", path: "/v1/segments/map" },
    { route: "GET /v1/segments/drift", path: "/v1/segments/drift" },
    { route: "GET /v1/segments/transitions", path: "/v1/segments/transitions" },
    { route: "GET /v1/segments/history", path: "/v1/segments/history" },
    { route: "GET /v1/segments/flows", path: "/v1/segments/flows?days=7&cause=purchase" },
    { route: "GET /v1/segments/moves", path: "/v1/segments/moves?limit=5" },
    { route: "GET /v1/segments/map/customers", path: "/v1/segments/map/customers?xMin=-9&xMax=9&yMin=-9&yMax=9" },
    { route: "GET /v1/segments/{id}/products", path: `/v1/segments/${segment}/products?limit=3` },
    { route: "GET /v1/customers", path: "/v1/customers?search=C1" },
    { route: "GET /v1/customers/{id}/path", path: "/v1/customers/c1/path" },
    { route: "GET /v1/activity", path: "/v1/activity" },
    { route: "POST /v1/segments/refit", path: "/v1/segments/refit", body: undefined },
    { route: "GET /v1/models", path: "/v1/models" },
    // A model in use is no candidate: 409, which is what the route is for in a shop whose models never waited.
    { route: "POST /v1/models/{version}/{decision}", path: `/v1/models/${model}/adopt` },
    { route: "GET /v1/recommendations", path: "/v1/recommendations?customerId=c1&limit=3" },
    { route: "GET /v1/recommendations", path: "/v1/recommendations?customerId=nobody&strategy=trending&explain=false" },
    { route: "POST /v1/recommendations", path: "/v1/recommendations", body: { basket: ["bread"], exclude: ["soap"] } },
    { route: "GET /v1/recommendations/served", path: "/v1/recommendations/served?since=2020-01-01T00:00:00Z" },
    { route: "GET /v1/products/{id}", path: "/v1/products/bread" },
    { route: "GET /v1/products/{id}/sales", path: "/v1/products/bread/sales" },
    { route: "GET /v1/products/{id}/related", path: "/v1/products/bread/related?kind=similar" },
    { route: "GET /v1/trending", path: "/v1/trending?limit=5" },
    { route: "GET /v1/quality", path: "/v1/quality" },
    { route: "GET /v1/stream", path: "/v1/stream" },
    { route: "GET /v1/dead-letters", path: "/v1/dead-letters" },
    { route: "POST /v1/dead-letters/{id}/retry", path: `/v1/dead-letters/${deadLetter}/retry` },
    { route: "DELETE /v1/products/{id}", path: "/v1/products/lamp" },
    { route: "DELETE /v1/customers/{id}", path: "/v1/customers/c2" },
    { route: "GET /v1/status", path: "/v1/status" },
    { route: "GET /v1/session", path: "/v1/session" },
    { route: "POST /v1/session", path: "/v1/session", body: { key: "anything" }, headers: { "x-segue-request": "1" } },
    { route: "DELETE /v1/session", path: "/v1/session", headers: { "x-segue-request": "1" } },
    { route: "GET /healthz", path: "/healthz" },
    { route: "GET /readyz", path: "/readyz" },
    { route: "GET /metrics", path: "/metrics" },
  ];
}
