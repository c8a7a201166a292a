import { viewCustomer } from "@segue/shared/customers/customer-codec";
import type { CustomerView } from "@segue/shared/customers/customer-codec";
import { everBought } from "@segue/shared/customers/item-table";
import type { RecommendationsReply, RecommendationsRequest, RecommendedItem } from "@segue/shared/api/recommendations";
import type { Recommendation, RecommendRequest } from "@segue/shared/recommendation/recommend";
import { guestHistory, recommend } from "@segue/shared/recommendation/recommend";
import type { ListName } from "@segue/shared/list-names";
import { fromJson } from "@segue/platform/json-bytes";
import { slotOfSegment } from "@segue/shared/recommendation/model/segment-counts";
import { defaultStrategy, hasSegment, nearestSegment, segmentName, servedVersion, tasteOfBasket } from "./segment-book.ts";
import type { ServingState } from "./serving-state.ts";

/** Who asks: what the state store knows of them when they ask. */
export interface Asker {
  readonly customer: CustomerView | null;
  /** Published by the segmenter; `null` before it has looked at the customer. */
  readonly segmentId: string | null;
}

/** What the state store keeps about an asker, as bytes. */
export interface AskerBytes {
  readonly customer: Uint8Array | undefined;
  readonly assignment: Uint8Array | undefined;
}

/** The segmenter follows ingest: for a moment an erased customer's assignment is still there, and does not count. */
export function decodeAsker(customerId: string | undefined, { customer, assignment }: AskerBytes): Asker {
  if (customerId === undefined || customer === undefined) return { customer: null, segmentId: null };
  return { customer: viewCustomer(customerId, customer), segmentId: assignment === undefined ? null : segmentIdIn(assignment) };
}

export function segmentIdIn(assignment: Uint8Array): string {
  return (fromJson(assignment) as { segmentId: string }).segmentId;
}

export interface AnswerContext {
  readonly request: RecommendationsRequest;
  readonly now: number;
  readonly recommendationId: string;
}

/** The list for a customer, a guest or nobody in particular, with what it was made from. */
export function answer(state: ServingState, asker: Asker, { request, now, recommendationId }: AnswerContext): RecommendationsReply {
  const { segments } = state;
  const segment = segmentFor(state, asker, now);
  const slot = segment === null ? -1 : slotOfSegment(state.model, segment);
  const strategy = request.strategy ?? defaultStrategy(segments, segment);
  const items = recommend(state.model, toRequest(state, { asker, slot, strategy, request, now })).map((item) => toItem(item, request.explain !== false));
  return {
    items,
    customerId: request.customerId ?? null,
    segment: segment === null ? null : { id: segment, name: segmentName(segments, segment) ?? segment },
    strategy,
    modelVersion: servedVersion(segments),
    asOf: new Date(now).toISOString(),
    recommendationId,
  };
}

/** The published segment where there is one in the current model, else the nearest; `null` for guests and strangers. */
function segmentFor({ segments }: ServingState, { customer, segmentId }: Asker, now: number): string | null {
  if (customer === null || (segmentId !== null && hasSegment(segments, segmentId))) return segmentId;
  return nearestSegment(segments, customer, now) ?? segmentId;
}

interface Question {
  readonly asker: Asker;
  readonly slot: number;
  readonly strategy: ListName;
  readonly request: RecommendationsRequest;
  readonly now: number;
}

function toRequest({ segments }: ServingState, { asker: { customer }, slot, strategy, request, now }: Question): RecommendRequest {
  const { limit, category, exclude, diversity, explain } = request;
  const basket = guestHistory(request.basket ?? [], now);
  const common = { segmentSlot: slot, segmentName: (id: string) => segmentName(segments, id), now, limit, strategy, category, diversity, explain, exclude: [...(exclude ?? []), ...(request.basket ?? [])] };
  if (customer === null || customer.items.list.length === 0) {
    return { ...common, customerId: request.customerId ?? null, history: basket, baskets: basket.length === 0 ? 0 : 1, tasteTeller: (products) => tasteOfBasket(segments, products) };
  }
  const { items, orders, customerId } = customer;
  const fresh = basket.filter(({ productId }) => !everBought(items, productId));
  return { ...common, customerId, history: [...items.list, ...fresh], baskets: orders, everBought: (productId) => everBought(items, productId) };
}

/** An item as clients see it. */
export function toItem({ productId, title, score, reason }: Recommendation, explain: boolean): RecommendedItem {
  const { kind, text, evidence } = reason;
  const shown = (explain && evidence !== undefined ? { kind, text, evidence } : { kind, text }) as RecommendedItem["reason"];
  return title === undefined ? { productId, score, reason: shown } : { productId, title, score, reason: shown };
}
