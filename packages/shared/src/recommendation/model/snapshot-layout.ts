import { adoptRanker } from "./adopt-ranker.ts";
import type { PublishedRanker } from "./adopted-ranker.ts";
import { associationColumns } from "./association-columns.ts";
import type { Column } from "./columns.ts";
import { ensureRows } from "./columns.ts";
import type { DecayClock } from "./decay.ts";
import { PAGE_WORDS, addPage } from "./paged-pool.ts";
import type { PagedPool } from "./paged-pool.ts";
import { createSegment } from "./popularity-columns.ts";
import type { ServingModel } from "./serving-model.ts";

/** All of a model that is not in arrays of numbers or in the texts of products. */
export interface Scalars {
  readonly items: number;
  readonly itemSlots: number;
  readonly customers: number;
  readonly customerSlots: number;
  readonly indexedCustomers: number;
  readonly freeCustomer: number;
  readonly pools: readonly number[];
  readonly totals: ServingModel["totals"];
  readonly popularity: ServingModel["popularity"]["totals"];
  readonly latestWeek: number;
  readonly eras: readonly (number | null)[];
  readonly memberships: number;
  readonly membershipSlots: number;
  readonly everybody: number;
  readonly segments: readonly { readonly id: string; readonly members: number; readonly total: number }[];
  readonly categories: readonly string[];
  readonly associations: { readonly products: readonly string[]; readonly entries: number };
  readonly ranker: PublishedRanker | null;
}

const poolsOf = (model: ServingModel): PagedPool[] => [model.postings, model.pairs, model.customers.pool];
const clocksOf = (model: ServingModel): DecayClock[] => [model.popularity.recentClock, model.popularity.slowClock];

export function scalarsOf(model: ServingModel): Scalars {
  const { items, customers, memberships, popularity, totals } = model;
  return {
    items: items.count,
    itemSlots: items.table.slots.length,
    customers: customers.count,
    customerSlots: customers.table.slots.length,
    indexedCustomers: customers.table.count,
    freeCustomer: customers.free,
    pools: poolsOf(model).map((pool) => pool.used),
    totals,
    popularity: popularity.totals,
    latestWeek: model.sales.latest,
    eras: clocksOf(model).map(({ era }) => (Number.isNaN(era) ? null : era)),
    memberships: memberships.count,
    membershipSlots: memberships.table.slots.length,
    everybody: popularity.everybody.total,
    segments: popularity.segments.map(({ id, members, total }) => ({ id, members, total })),
    categories: items.categories,
    associations: { products: model.associations.products, entries: model.associations.columns.partners.length },
    ranker: model.ranker?.published ?? null,
  };
}

/** Gives an empty model the sizes and single numbers of a stored one; its arrays and texts are filled in afterwards. */
export function applyScalars(model: ServingModel, scalars: Scalars): void {
  const { items, customers, memberships, popularity } = model;
  items.count = scalars.items;
  items.table.count = scalars.items;
  items.table.slots = new Int32Array(scalars.itemSlots);
  items.categories.splice(0, items.categories.length, ...scalars.categories);
  scalars.categories.forEach((name, index) => index > 0 && items.categoryIndex.set(name, index));
  customers.count = scalars.customers;
  customers.free = scalars.freeCustomer;
  customers.table.count = scalars.indexedCustomers;
  customers.table.slots = new Int32Array(scalars.customerSlots);
  ensureRows(items.columns, items.count);
  ensureRows(popularity.columns, items.count);
  ensureRows(model.sales.columns, items.count);
  ensureRows(customers.columns, customers.count);
  model.sales.latest = scalars.latestWeek;
  if (scalars.ranker !== null) adoptRanker(model, scalars.ranker);
  Object.assign(model.totals, scalars.totals);
  Object.assign(popularity.totals, scalars.popularity);
  clocksOf(model).forEach((clock, i) => (clock.era = scalars.eras[i] ?? Number.NaN));
  poolsOf(model).forEach((pool, i) => resizePool(pool, scalars.pools[i]));
  memberships.count = scalars.memberships;
  memberships.table.count = scalars.memberships;
  memberships.table.slots = new Int32Array(scalars.membershipSlots);
  ensureRows(memberships.columns, memberships.count);
  ensureRows(popularity.everybody.columns, items.count);
  popularity.everybody.total = scalars.everybody;
  const { products, entries } = scalars.associations;
  Object.assign(model.associations, { products, columns: associationColumns(products.length, entries) });
  for (const { id, members, total } of scalars.segments) popularity.segments.push({ ...createSegment(id, items.count), members, total });
  // They follow from the columns and are made again when they are asked for.
  for (const top of [popularity.topBaskets, popularity.topRecent, ...popularity.segments.map((segment) => segment.top)]) top.stale = true;
}

/** The bytes of all arrays of numbers, in a fixed order, as far as they are in use: views, for reading and for writing. */
export function sectionsOf(model: ServingModel): Uint8Array[] {
  const { items, customers, memberships, popularity } = model;
  const arrays: Column[] = [
    ...rowsOf(items.columns, items.count),
    ...rowsOf(popularity.columns, items.count),
    ...rowsOf(model.sales.columns, items.count),
    ...rowsOf(customers.columns, customers.count),
    ...rowsOf(memberships.columns, memberships.count),
    items.table.slots,
    customers.table.slots,
    memberships.table.slots,
    ...rowsOf(popularity.everybody.columns, items.count),
  ];
  arrays.push(...rowsOf(model.associations.columns));
  for (const { columns } of popularity.segments) arrays.push(...rowsOf(columns, items.count));
  for (const pool of poolsOf(model)) arrays.push(pool.free, ...usedPages(pool));
  return arrays.map((array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
}

/** In the order of their names, which is the same in the model that is read. */
function rowsOf(columns: object, rows?: number): Column[] {
  const table = columns as Record<string, Column>;
  return Object.keys(table)
    .sort()
    .map((name) => table[name].subarray(0, rows));
}

function usedPages(pool: PagedPool): Int32Array[] {
  return pool.pages.map((page, i) => page.subarray(0, Math.max(0, Math.min(PAGE_WORDS, pool.used - i * PAGE_WORDS))));
}

function resizePool(pool: PagedPool, used: number): void {
  pool.used = used;
  while (pool.pages.length * PAGE_WORDS < used) addPage(pool);
}
