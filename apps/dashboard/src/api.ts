import { acceptedSchema } from "@segue/shared/api/ingest";
import { problemSchema } from "@segue/shared/api/problem";
import { productReplySchema, qualityReplySchema, recommendationsSchema } from "@segue/shared/api/recommendations";
import type { RecommendationsReply, Strategy } from "@segue/shared/api/recommendations";
import { customerReplySchema, segmentCustomersSchema, segmentsSchema } from "@segue/shared/api/segments";
import type { CustomerReply, SegmentsReply } from "@segue/shared/api/segments";
import type { Purchase } from "@segue/shared/events/purchase";
import { config } from "zod";
import type { ZodType, output } from "zod";

export type QualityReply = output<typeof qualityReplySchema>;
export type ProductReply = output<typeof productReplySchema>;
export type SegmentCustomers = output<typeof segmentCustomersSchema>;
export type Accepted = output<typeof acceptedSchema>;

export interface RecommendationsQuestion {
  readonly customerId: string;
  readonly strategy: Strategy;
  /** The position of a purchase that the list must know of. */
  readonly after?: string | undefined;
}

/** The product's HTTP API, as far as this page needs it; replies are checked where they come in. */
export interface Api {
  readonly segments: () => Promise<SegmentsReply>;
  readonly segmentCustomers: (segmentId: string, page: { readonly limit: number; readonly cursor?: string | undefined }) => Promise<SegmentCustomers>;
  /** `null` for a customer nobody has heard of. */
  readonly customer: (customerId: string) => Promise<CustomerReply | null>;
  readonly recommendations: (question: RecommendationsQuestion) => Promise<RecommendationsReply>;
  /** `null` for a product nobody has heard of. */
  readonly product: (productId: string) => Promise<ProductReply | null>;
  readonly quality: () => Promise<QualityReply>;
  readonly send: (event: Purchase) => Promise<Accepted>;
}

/** An answer that is none: `status` is 0 where nobody answered at all. */
class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "ApiError";
    this.status = status;
  }
}

/** Longer than any answer that is still worth having, in milliseconds. */
const PATIENCE = 15_000;

export function createApi(): Api {
  // Compiled parsers need `new Function`, which a content security policy forbids.
  config({ jitless: true });
  return {
    segments: () => get("/v1/segments", segmentsSchema),
    segmentCustomers: (id, page) => get(`/v1/segments/${encodeURIComponent(id)}/customers${query({ ...page })}`, segmentCustomersSchema),
    customer: (id) => orNull(get(`/v1/customers/${encodeURIComponent(id)}`, customerReplySchema)),
    recommendations: (question) => get(`/v1/recommendations${query({ ...question })}`, recommendationsSchema),
    product: (id) => orNull(get(`/v1/products/${encodeURIComponent(id)}`, productReplySchema)),
    quality: () => get("/v1/quality", qualityReplySchema),
    send: (event) => request("/v1/events", acceptedSchema, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(event) }),
  };
}

const get = <T>(path: string, schema: ZodType<T>): Promise<T> => request(path, schema, {});

async function request<T>(path: string, schema: ZodType<T>, init: RequestInit): Promise<T> {
  const response = await fetch(path, { ...init, signal: AbortSignal.timeout(PATIENCE) }).catch((cause: unknown) => {
    throw new ApiError(0, cause instanceof DOMException && cause.name === "TimeoutError" ? "The server takes too long to answer" : "The server cannot be reached");
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new ApiError(response.status, detailOf(body) ?? `The server answered with status ${response.status}`);
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new ApiError(response.status, "The server's answer is not what this page understands: reload it to get the matching version");
  return parsed.data;
}

function detailOf(body: unknown): string | undefined {
  return problemSchema.safeParse(body).data?.detail;
}

async function orNull<T>(reply: Promise<T>): Promise<T | null> {
  return reply.catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  });
}

function query(parameters: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return `?${new URLSearchParams(given).toString()}`;
}
