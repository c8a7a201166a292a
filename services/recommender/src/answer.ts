import { viewCustomer } from "@segue/shared/customers/customer-codec";
import type { CustomerView } from "@segue/shared/customers/customer-codec";
import { everBought } from "@segue/shared/customers/item-table";
import type { RecommendationsReply, RecommendationsRequest, RecommendedItem } from "@segue/shared/api/recommendations";
import type { Recommendation, RecommendRequest } from "@segue/shared/recommendation/recommend";
import { isoTime } from "@segue/shared/recommendation/reasons/dates";
import type { HistoryItem } from "@segue/shared/recommendation/ranking/repeat-score";
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
    asOf: isoTime(now),
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

function toRequest(state: ServingState, { asker: { customer }, slot, strategy, request, now }: Question): RecommendRequest {
  const { limit, category, diversity, explain, basket = [], exclude = [] } = request;
  const who = customer === null || customer.items.list.length === 0 ? guest(state, request, now) : buyer(customer, guestHistory(basket, now));
  // Named one by one: to copy what is left of an object costs more than all of them.
  return {
    customerId: who.customerId,
    history: who.history,
    baskets: who.baskets,
    everBought: who.everBought,
    tasteTeller: who.tasteTeller,
    segmentSlot: slot,
    segmentName: (id) => segmentName(state.segments, id),
    now,
    limit,
    strategy,
    category,
    diversity,
    explain,
    exclude: [...exclude, ...basket],
  };
}

type Who = Pick<RecommendRequest, "customerId" | "history" | "baskets" | "everBought" | "tasteTeller">;

/** Somebody of whom no purchase is stored: all that is known of them is what is in the basket. */
function guest({ segments }: ServingState, { customerId, basket = [] }: RecommendationsRequest, now: number): Who {
  return { customerId: customerId ?? null, history: guestHistory(basket, now), baskets: basket.length === 0 ? 0 : 1, tasteTeller: (products) => tasteOfBasket(segments, products) };
}

/** The basket adds the products that are new to the customer. */
function buyer({ customerId, items, orders }: CustomerView, basket: readonly HistoryItem[]): Who {
  const isKnown = (productId: string): boolean => everBought(items, productId);
  const fresh = basket.filter(({ productId }) => !isKnown(productId));
  return { customerId, history: fresh.length === 0 ? items.list : [...items.list, ...fresh], baskets: orders, everBought: isKnown };
}

/** An item as clients see it. */
export function toItem({ productId, title, score, reason }: Recommendation, explain: boolean): RecommendedItem {
  const { kind, text, evidence } = reason;
  const shown = (explain && evidence !== undefined ? { kind, text, evidence } : { kind, text }) as RecommendedItem["reason"];
  return title === undefined ? { productId, score, reason: shown } : { productId, title, score, reason: shown };
}
