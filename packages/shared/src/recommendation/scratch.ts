import { capacityFor } from "./columns.ts";
import { createTopK } from "./top-k.ts";
import type { TopK } from "./top-k.ts";
import { SETTINGS } from "./weights.ts";

/** Most recommendations in one answer. */
export const MOST_RECOMMENDED = 100;

const { nearest, queryProducts } = SETTINGS.neighbours;

/**
 * Buffers that one request after another works in, so that answering allocates next to nothing. A row is valid while its mark is
 * of the request in hand; clearing them is never needed.
 */
export interface Scratch {
  readonly query: Query;
  /** The nearest customers: ids, similarities, last baskets. */
  readonly nearest: TopK;
  readonly results: TopK;
  customers: CustomerScratch;
  items: ItemScratch;
}

/** The products of the request's customer by which others are found. */
export interface Query {
  size: number;
  readonly latest: TopK;
  readonly items: Int32Array;
  /** Weight of each in the similarity. */
  readonly weights: Float64Array;
}

export interface CustomerScratch {
  readonly mark: Int32Array;
  readonly similarity: Float64Array;
  readonly touched: Int32Array;
  tag: number;
}

export interface ItemScratch {
  /** Equals `tag` where the two parts below belong to this request. */
  readonly mark: Int32Array;
  readonly repeat: Float64Array;
  readonly neighbours: Float64Array;
  /** Equals `tag` for products that must not be (or are already) in the answer. */
  readonly blocked: Int32Array;
  readonly candidates: Int32Array;
  count: number;
  tag: number;
}

export function createScratch(): Scratch {
  return {
    query: { size: 0, latest: createTopK(queryProducts), items: new Int32Array(queryProducts), weights: new Float64Array(queryProducts) },
    nearest: createTopK(nearest),
    results: createTopK(MOST_RECOMMENDED),
    customers: customerScratch(capacityFor(0)),
    items: itemScratch(capacityFor(0)),
  };
}

const LAST_TAG = 2 ** 31 - 1024;

/** Makes the buffers large enough and starts a new request in them. */
export function beginRequest(scratch: Scratch, sizes: { readonly items: number; readonly customers: number }): void {
  if (scratch.items.mark.length < sizes.items || scratch.items.tag > LAST_TAG) scratch.items = itemScratch(capacityFor(sizes.items));
  if (scratch.customers.mark.length < sizes.customers || scratch.customers.tag > LAST_TAG) {
    scratch.customers = customerScratch(capacityFor(sizes.customers));
  }
  scratch.items.tag++;
  scratch.items.count = 0;
  scratch.query.size = 0;
  scratch.nearest.size = 0;
}

/** Makes a product a candidate of the request in hand, with no score yet. */
export function touchItem(items: ItemScratch, item: number): void {
  if (items.mark[item] === items.tag) return;
  items.mark[item] = items.tag;
  items.repeat[item] = 0;
  items.neighbours[item] = 0;
  items.candidates[items.count++] = item;
}

function customerScratch(rows: number): CustomerScratch {
  return { mark: new Int32Array(rows), similarity: new Float64Array(rows), touched: new Int32Array(rows), tag: 0 };
}

function itemScratch(rows: number): ItemScratch {
  return {
    mark: new Int32Array(rows),
    repeat: new Float64Array(rows),
    neighbours: new Float64Array(rows),
    blocked: new Int32Array(rows),
    candidates: new Int32Array(rows),
    count: 0,
    tag: 0,
  };
}
