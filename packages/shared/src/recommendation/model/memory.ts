import type { PagedPool } from "./paged-pool.ts";
import { PAGE_WORDS } from "./paged-pool.ts";
import type { ServingModel } from "./serving-model.ts";
import { SETTINGS } from "../weights.ts";

/** Bytes of a serving model outside the JS heap, by part. The texts of products (ids, titles) come on top, in the heap. */
export interface ModelMemory {
  /** Columns of products, their popularity and sales, and the working space of requests. */
  readonly products: number;
  readonly customers: number;
  /** Newest buyers of products, latest products of customers, and products bought together. */
  readonly postings: number;
  readonly lists: number;
  readonly pairs: number;
  /** Products that go together, as published. */
  readonly associations: number;
  /** Counts by segment, and who is in which. */
  readonly segments: number;
}

export function memoryOf(model: ServingModel): ModelMemory {
  const { items, customers, popularity, sales, memberships, categories, scratch } = model;
  return {
    products: bytesIn(items.columns, { slots: items.table.slots }, popularity.columns, sales.columns, categories.columns, scratch.items),
    customers: bytesIn(customers.columns, { slots: customers.table.slots }, scratch.customers),
    postings: poolBytes(model.postings),
    lists: poolBytes(customers.pool),
    pairs: poolBytes(model.pairs),
    associations: bytesIn(model.associations.columns, { items: model.associations.items }),
    segments: bytesIn(popularity.everybody.columns, ...popularity.segments.map(({ columns }) => columns), memberships.columns, { slots: memberships.table.slots }),
  };
}

/** Most bytes that one more product and one more indexed customer can take: columns may have room for twice as many as there are, and pools are full to their caps. */
export function memoryBudget(model: ServingModel): { readonly perProduct: number; readonly perCustomer: number } {
  const { products, customers, segments } = memoryOf(model);
  const { postings, productsPerCustomer } = SETTINGS.neighbours;
  const { main, probation } = SETTINGS.pairs;
  const rows = model.items.columns.hash.length;
  const pooled = 2 * Int32Array.BYTES_PER_ELEMENT;
  return {
    perProduct: Math.ceil((2 * (products + segments)) / rows) + (postings + main + probation) * pooled,
    perCustomer: Math.ceil((2 * customers) / model.customers.columns.hash.length) + productsPerCustomer * pooled,
  };
}

/** Bytes of the columns of some tables. */
export function bytesIn(...tables: readonly object[]): number {
  let bytes = 0;
  for (const table of tables) for (const column of Object.values(table)) if (ArrayBuffer.isView(column)) bytes += column.byteLength;
  return bytes;
}

const poolBytes = ({ pages }: PagedPool): number => pages.length * PAGE_WORDS * Int32Array.BYTES_PER_ELEMENT;
