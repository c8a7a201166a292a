import type { AssociationRows } from "./association-columns.ts";
import { createAssociationRows } from "./association-columns.ts";
import type { Customers } from "./customer-columns.ts";
import { createCustomers } from "./customer-columns.ts";
import { createHashTable } from "./hash-table.ts";
import type { HashTable } from "./hash-table.ts";
import type { CategoryIndex } from "./category-chains.ts";
import { createCategoryIndex } from "./category-chains.ts";
import type { Memberships } from "./membership-columns.ts";
import { createMemberships } from "./membership-columns.ts";
import type { PagedPool } from "./paged-pool.ts";
import { createPool } from "./paged-pool.ts";
import type { Popularity } from "./popularity-columns.ts";
import { createPopularity } from "./popularity-columns.ts";
import type { Sales } from "./sales.ts";
import { createSales } from "./sales.ts";
import type { Scratch } from "./scratch.ts";
import type { AdoptedRanker } from "./adopted-ranker.ts";
import { createScratch } from "./scratch.ts";
import { capacityFor } from "./columns.ts";
import { SETTINGS } from "../weights.ts";
import type { Weights } from "../weights.ts";

/** What is known of each product, by its dense index. Products are never taken out: an index means the same product for ever. */
export interface ItemColumns {
  hash: Float64Array;
  /** N_j, distinct buyers. */
  buyers: Int32Array;
  /** W_j, sum over buyers of sqrt(count - 1), each rounded to a multiple of 2^-20: sums are exact. */
  repurchase: Float64Array;
  /** The newest buyers (postings.ts): block, log2 of its room, entries, and the oldest entry once the room is full. */
  postingBlock: Int32Array;
  postingClass: Uint8Array;
  postingLength: Uint16Array;
  postingHead: Uint16Array;
  /** Products bought together with this one (cooccurrence.ts): block, log2 of its slots, slots in use, the next to give up, a bound of the least main count. */
  rowBlock: Int32Array;
  rowClass: Uint8Array;
  rowLength: Uint8Array;
  rowNext: Uint8Array;
  rowLeast: Float32Array;
  /** Index into the category names, 0 for none. */
  category: Int32Array;
  price: Float64Array;
  /** What the catalogue says (catalogue.ts). */
  flags: Uint8Array;
}

export interface Items {
  count: number;
  readonly columns: ItemColumns;
  readonly table: HashTable;
  readonly ids: string[];
  readonly titles: (string | undefined)[];
  /** The first is the absence of a category. */
  readonly categories: string[];
  readonly categoryIndex: Map<string, number>;
}

/**
 * Everything recommendations are computed from: a fold of `customer-updates`, `segment-changes`, `products`, `rankers` and the associations in `segment-models`,
 * changed by fold.ts, memberships.ts, catalogue.ts, association-rows.ts and adopt-ranker.ts only. The same log gives the same bytes; where it has several partitions and
 * topics, whose records are in no order to each other, any order of reading them gives the same lists.
 */
export interface ServingModel {
  /** Of the terms of a score; no part of a snapshot. */
  readonly weights: Weights;
  /** Ranks the best by score anew, `null` where the score has the last word: until there is enough to learn from. */
  ranker: AdoptedRanker | null;
  readonly items: Items;
  readonly customers: Customers;
  readonly memberships: Memberships;
  readonly categories: CategoryIndex;
  readonly popularity: Popularity;
  readonly sales: Sales;
  readonly postings: PagedPool;
  readonly pairs: PagedPool;
  readonly associations: AssociationRows;
  readonly totals: Totals;
  /** Working space of readers; never part of a snapshot. */
  readonly scratch: Scratch;
}

export interface Totals {
  /** Counts changes, so that a sliced snapshot can tell that it would be torn. */
  revision: number;
  /** Erased customers who may still stand in postings, nameless. */
  erased: number;
  /** Newest event time, epoch milliseconds; 0 before the first. */
  latest: number;
  /** U, customers with at least one product. */
  customers: number;
  /** Sum of N_j and of W_j, for the mean repurchase rate rho. */
  buyers: number;
  repurchase: number;
}

export function createModel(weights: Weights = SETTINGS.weights): ServingModel {
  return {
    weights,
    ranker: null,
    items: createItems(),
    customers: createCustomers(),
    memberships: createMemberships(),
    categories: createCategoryIndex(),
    popularity: createPopularity(),
    sales: createSales(),
    postings: createPool(),
    pairs: createPool(),
    associations: createAssociationRows(),
    totals: { revision: 0, erased: 0, latest: 0, customers: 0, buyers: 0, repurchase: 0 },
    scratch: createScratch(),
  };
}

function createItems(): Items {
  return {
    count: 0,
    columns: itemColumns(capacityFor(0)),
    table: createHashTable(),
    ids: [],
    titles: [],
    categories: [""],
    categoryIndex: new Map(),
  };
}

function itemColumns(rows: number): ItemColumns {
  return {
    hash: new Float64Array(rows),
    buyers: new Int32Array(rows),
    repurchase: new Float64Array(rows),
    postingBlock: new Int32Array(rows),
    postingClass: new Uint8Array(rows),
    postingLength: new Uint16Array(rows),
    postingHead: new Uint16Array(rows),
    rowBlock: new Int32Array(rows),
    rowClass: new Uint8Array(rows),
    rowLength: new Uint8Array(rows),
    rowNext: new Uint8Array(rows),
    rowLeast: new Float32Array(rows),
    category: new Int32Array(rows),
    price: new Float64Array(rows),
    flags: new Uint8Array(rows),
  };
}
