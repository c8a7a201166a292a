import { capacityFor } from "./columns.ts";
import { createTopK } from "./top-k.ts";
import type { TopK } from "./top-k.ts";
import { SETTINGS } from "./weights.ts";

/** Most recommendations in one answer. */
export const MOST_RECOMMENDED = 100;

const { nearest, queryProducts } = SETTINGS.neighbours;

/** Buffers that one request after another works in, so that answering allocates next to nothing. */
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
  /** 0 between requests. */
  readonly similarity: Float64Array;
  readonly touched: Int32Array;
  /** Where a customer or product stands in a list that is being worked on + 1; 0 outside of it. */
  readonly place: Uint8Array;
}

export interface ItemScratch {
  /** Equals `tag` for candidates. */
  readonly mark: Int32Array;
  /** The parts of a candidate's score, 0 for all others. */
  readonly repeat: Float64Array;
  readonly neighbours: Float64Array;
  /** Row of a candidate in the request's history + 1, 0 for all others. */
  readonly row: Int32Array;
  /** As for customers. */
  readonly place: Uint8Array;
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
  if (scratch.customers.similarity.length < sizes.customers) scratch.customers = customerScratch(capacityFor(sizes.customers));
  clearCandidates(scratch.items);
  scratch.items.tag++;
  scratch.query.size = 0;
  scratch.nearest.size = 0;
}

/** Makes a product a candidate of the request in hand, with no score yet. */
export function touchItem(items: ItemScratch, item: number): void {
  if (items.mark[item] === items.tag) return;
  items.mark[item] = items.tag;
  items.candidates[items.count++] = item;
}

function clearCandidates(items: ItemScratch): void {
  const { candidates, repeat, neighbours, row } = items;
  for (let i = 0; i < items.count; i++) {
    const item = candidates[i];
    repeat[item] = 0;
    neighbours[item] = 0;
    row[item] = 0;
  }
  items.count = 0;
}

function customerScratch(rows: number): CustomerScratch {
  return { similarity: new Float64Array(rows), touched: new Int32Array(rows), place: new Uint8Array(rows) };
}

function itemScratch(rows: number): ItemScratch {
  return {
    mark: new Int32Array(rows),
    repeat: new Float64Array(rows),
    neighbours: new Float64Array(rows),
    row: new Int32Array(rows),
    place: new Uint8Array(rows),
    blocked: new Int32Array(rows),
    candidates: new Int32Array(rows),
    count: 0,
    tag: 0,
  };
}
