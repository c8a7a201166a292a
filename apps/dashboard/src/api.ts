import { activitySchema } from "@segue/shared/api/activity";
import { acceptedSchema, deadLettersSchema } from "@segue/shared/api/ingest";
import { customerSearchSchema, flowsSchema, movesSchema, pathSchema } from "@segue/shared/api/moves";
import { itemListSchema, productReplySchema, qualityReplySchema, recommendationsSchema } from "@segue/shared/api/recommendations";
import type { Strategy } from "@segue/shared/api/recommendations";
import { salesSchema, segmentProductsSchema } from "@segue/shared/api/sales";
import { acceptedCommandSchema, customerReplySchema, driftSchema, historySchema, mapSchema, modelsSchema, segmentCustomersSchema, segmentSchema, segmentsSchema } from "@segue/shared/api/segments";
import { sessionSchema } from "@segue/shared/api/session";
import { statusSchema } from "@segue/shared/api/status";
import type { Purchase } from "@segue/shared/events/purchase";
import { config, unknown } from "zod";
import type { output } from "zod";
import { get, orNull, query, send } from "./http.ts";
import type { Segmentation } from "./state/address.ts";

export type QualityReply = output<typeof qualityReplySchema>;
export type ProductReply = output<typeof productReplySchema>;
export type MapReply = output<typeof mapSchema>;
export type HistoryReply = output<typeof historySchema>;
export type DriftReply = output<typeof driftSchema>;
export type ModelsReply = output<typeof modelsSchema>;
export type DeadLettersReply = output<typeof deadLettersSchema>;
export type Api = ReturnType<typeof createApi>;

const in_ = (path: string, id: string, rest = ""): string => `${path}/${encodeURIComponent(id)}${rest}`;

/** Behaviour is what the routes speak of unless told otherwise. */
const of = (segmentation: Segmentation): string => (segmentation === "behaviour" ? "" : query({ segmentation }));

export interface RecommendationsQuestion {
  readonly customerId: string;
  readonly strategy: Strategy;
  /** The position of a purchase that the list must know of. */
  readonly after?: string | undefined;
}

export interface Page {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** The product's HTTP API, as far as this page needs it; replies are checked where they come in. */
export function createApi() {
  // Compiled parsers need `new Function`, which a content security policy forbids.
  config({ jitless: true });
  return {
    segments: (segmentation: Segmentation = "behaviour") => get(`/v1/segments${of(segmentation)}`, segmentsSchema),
    segmentCustomers: (id: string, page: Page) => get(in_("/v1/segments", id, `/customers${query({ ...page })}`), segmentCustomersSchema),
    segmentProducts: (id: string, limit: number) => get(in_("/v1/segments", id, `/products${query({ limit })}`), segmentProductsSchema),
    rename: (id: string, name: string) => send("PATCH", in_("/v1/segments", id), { schema: segmentSchema, body: { name } }),
    history: (segmentation: Segmentation = "behaviour") => get(`/v1/segments/history${of(segmentation)}`, historySchema),
    drift: () => get("/v1/segments/drift", driftSchema),
    map: () => get("/v1/segments/map", mapSchema),
    flows: (days: number, cause: string | null) => get(`/v1/segments/flows${query({ days, cause: cause ?? undefined })}`, flowsSchema),
    moves: (filter: { readonly from?: string | undefined; readonly to?: string | undefined; readonly cause?: string | undefined }) => get(`/v1/segments/moves${query({ ...filter })}`, movesSchema),
    activity: () => get("/v1/activity", activitySchema),
    models: () => get("/v1/models", modelsSchema),
    decide: (version: string, decision: "adopt" | "reject") => send("POST", in_("/v1/models", version, `/${decision}`), { schema: acceptedCommandSchema }),
    refit: () => send("POST", "/v1/segments/refit", { schema: acceptedCommandSchema }),
    /** `null` for a customer nobody has heard of. */
    customer: (customerId: string) => orNull(get(in_("/v1/customers", customerId), customerReplySchema)),
    customerPath: (customerId: string) => get(in_("/v1/customers", customerId, "/path"), pathSchema),
    searchCustomers: (search: string) => get(`/v1/customers${query({ search, limit: 12 })}`, customerSearchSchema),
    recommendations: (question: RecommendationsQuestion) => get(`/v1/recommendations${query({ ...question })}`, recommendationsSchema),
    trending: (limit: number) => get(`/v1/trending${query({ limit })}`, itemListSchema),
    /** `null` for a product nobody has heard of. */
    product: (productId: string) => orNull(get(in_("/v1/products", productId), productReplySchema)),
    similar: (productId: string) => get(in_("/v1/products", productId, "/related?kind=similar"), itemListSchema),
    sales: (productId: string) => get(in_("/v1/products", productId, "/sales"), salesSchema),
    quality: () => get("/v1/quality", qualityReplySchema),
    send: (event: Purchase) => send("POST", "/v1/events", { schema: acceptedSchema, body: event }),
    deadLetters: (limit: number) => get(`/v1/dead-letters${query({ limit })}`, deadLettersSchema),
    retry: (id: string) => send("POST", in_("/v1/dead-letters", id, "/retry"), { schema: unknown() }),
    /** Of one service; `null` where it has no address of its own. */
    status: (service: string | null) => orNull(get(service === null ? "/v1/status" : `/${service}/v1/status`, statusSchema)),
    session: () => get("/v1/session", sessionSchema),
    signIn: (key: string) => send("POST", "/v1/session", { schema: sessionSchema, body: { key } }),
    signOut: () => send("DELETE", "/v1/session", { schema: sessionSchema }),
  };
}
