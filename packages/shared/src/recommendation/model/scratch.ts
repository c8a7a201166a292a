import { capacityFor } from "./columns.ts";
import { createBins } from "./histogram.ts";
import { createTopK } from "./top-k.ts";
import type { TopK } from "./top-k.ts";
import { SETTINGS } from "../weights.ts";

/** Most recommendations in one answer. */
export const MOST_RECOMMENDED = 100;

const { nearest, queryProducts, postings, productsPerCustomer } = SETTINGS.neighbours;
/** Customers that one request meets at most, nobody among them. */
const MOST_MET = queryProducts * postings + 1;

/** Candidates that are looked at in one go. */
const CONTENDERS = 32;

/** Places of a table that so many postings are summed in: a power of two with a fifth to spare. The fewer there are, the nearer to the processor they stay. */
export function placesFor(met: number): number {
  return 1 << Math.ceil(Math.log2((met + 1) * 1.2));
}

/** Buffers that one request after another works in, so that answering allocates next to nothing. */
export interface Scratch {
  readonly query: Query;
  /** The nearest customers: ids, similarities, last baskets. */
  readonly nearest: TopK;
  readonly results: TopK;
  /** Some candidates, those that are worth scoring. */
  readonly contenders: Int32Array;
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
  /** What was read of their postings and lists ahead of its use, kept so that no compiler leaves it out. */
  touched: number;
}

export interface CustomerScratch {
  /**
   * Customers met in postings (index + 1) with their similarities, by open addressing: small enough to stay in the processor's nearer caches, where a column
   * of millions would be waited for at every posting. Two views of one memory, so that both are read together: the place of a customer at p of
   * the one, a multiple of four, has the similarity at p / 2 + 1 of the other. Where customers are few, `similarity` is a column of all of them. Zero between requests.
   */
  readonly met: Int32Array;
  readonly similarity: Float64Array;
  /** Where they stand in there, as a list, and the same customers with their similarities; one place more than can be met, for what is written and not kept. */
  readonly slots: Int32Array;
  readonly touched: Int32Array;
  readonly sums: Float64Array;
  /** Those among them who may be near, with their similarities over the root of their distinct products. */
  readonly ids: Int32Array;
  readonly keys: Float64Array;
  readonly bins: Int32Array;
  /** Where a customer or product stands in a list that is being worked on + 1; 0 outside of it. */
  readonly place: Uint8Array;
}

export interface ItemScratch {
  /** 1 for candidates. */
  readonly seen: Uint8Array;
  /** The parts of a candidate's score, 0 for all others. */
  readonly repeat: Float64Array;
  readonly neighbours: Float64Array;
  readonly associations: Float64Array;
  /** What the request's customer counts for in the counts of everybody and of their segment, 0 for what they do not count for. */
  readonly own: Float64Array;
  /** Products with such a part, and how many they are. */
  readonly ownItems: Int32Array;
  owned: number;
  /** Row of a candidate in the request's history + 1, 0 for all others. */
  readonly row: Int32Array;
  /** As for customers. */
  readonly place: Uint8Array;
  /** Equals `tag` for products that must not be (or are already) in the answer. */
  readonly blocked: Int32Array;
  /** One place more than items, for what is written and not kept. */
  readonly candidates: Int32Array;
  count: number;
  /** The first so many candidates are the history's: no others have a row or a repeat part. */
  bought: number;
  tag: number;
}

export function createScratch(): Scratch {
  return {
    query: { size: 0, latest: createTopK(queryProducts), items: new Int32Array(queryProducts), weights: new Float64Array(queryProducts), touched: 0 },
    nearest: createTopK(nearest),
    results: createTopK(MOST_RECOMMENDED),
    contenders: new Int32Array(CONTENDERS),
    customers: customerScratch(capacityFor(0)),
    items: itemScratch(capacityFor(0)),
  };
}

const LAST_TAG = 2 ** 31 - 1024;

/** Makes the buffers large enough and starts a new request in them. */
export function beginRequest(scratch: Scratch, sizes: { readonly items: number; readonly customers: number }): void {
  if (scratch.items.seen.length < sizes.items || scratch.items.tag > LAST_TAG) scratch.items = itemScratch(capacityFor(sizes.items));
  if (scratch.customers.place.length < sizes.customers) scratch.customers = customerScratch(capacityFor(sizes.customers));
  clearCandidates(scratch.items);
  scratch.items.tag++;
  scratch.query.size = 0;
  scratch.nearest.size = 0;
}

/** Makes a product a candidate of the request in hand, with no score yet. */
export function touchItem(items: ItemScratch, item: number): void {
  if (items.seen[item] === 1) return;
  items.seen[item] = 1;
  items.candidates[items.count++] = item;
}

function clearCandidates(items: ItemScratch): void {
  const { candidates, seen, repeat, neighbours, associations, row } = items;
  for (let i = 0; i < items.count; i++) {
    const item = candidates[i];
    seen[item] = 0;
    neighbours[item] = 0;
    associations[item] = 0;
    if (i >= items.bought) continue;
    repeat[item] = 0;
    row[item] = 0;
  }
  items.count = 0;
  items.bought = 0;
  for (let i = 0; i < items.owned; i++) items.own[items.ownItems[i]] = 0;
  items.owned = 0;
}

function customerScratch(rows: number): CustomerScratch {
  const table = new ArrayBuffer(2 * Float64Array.BYTES_PER_ELEMENT * placesFor(MOST_MET));
  return {
    met: new Int32Array(table),
    similarity: new Float64Array(table),
    slots: new Int32Array(MOST_MET + 1),
    touched: new Int32Array(MOST_MET + 1),
    sums: new Float64Array(MOST_MET + 1),
    ids: new Int32Array(MOST_MET + 1),
    keys: new Float64Array(MOST_MET + 1),
    bins: createBins(),
    place: new Uint8Array(rows),
  };
}

function itemScratch(rows: number): ItemScratch {
  return {
    seen: new Uint8Array(rows),
    repeat: new Float64Array(rows),
    neighbours: new Float64Array(rows),
    associations: new Float64Array(rows),
    own: new Float64Array(rows),
    ownItems: new Int32Array(productsPerCustomer),
    owned: 0,
    row: new Int32Array(rows),
    place: new Uint8Array(rows),
    blocked: new Int32Array(rows),
    candidates: new Int32Array(rows + 1),
    count: 0,
    bought: 0,
    tag: 0,
  };
}
