import type { Column } from "./columns.ts";
import { ensureRows } from "./columns.ts";
import type { DecayClock } from "./decay.ts";
import { PAGE_WORDS, addPage } from "./paged-pool.ts";
import type { PagedPool } from "./paged-pool.ts";
import { createSlot } from "./popularity.ts";
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
  readonly landmarks: readonly (number | null)[];
  readonly topSizes: readonly number[];
  readonly slots: readonly { readonly total: number; readonly top: number }[];
  readonly categories: readonly string[];
}

const poolsOf = (model: ServingModel): PagedPool[] => [model.postings, model.pairs, model.customers.pool];
const clocksOf = (model: ServingModel): DecayClock[] => [model.popularity.recentClock, model.popularity.slowClock];

export function scalarsOf(model: ServingModel): Scalars {
  const { items, customers, popularity, totals } = model;
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
    landmarks: clocksOf(model).map(({ landmark }) => (Number.isNaN(landmark) ? null : landmark)),
    topSizes: [popularity.topBaskets.size, popularity.topRecent.size],
    slots: popularity.slots.map(({ total, top }) => ({ total, top: top.size })),
    categories: items.categories,
  };
}

/** Gives an empty model the sizes and single numbers of a stored one; its arrays and texts are filled in afterwards. */
export function applyScalars(model: ServingModel, scalars: Scalars): void {
  const { items, customers, popularity } = model;
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
  Object.assign(model.totals, scalars.totals);
  Object.assign(popularity.totals, scalars.popularity);
  clocksOf(model).forEach((clock, i) => (clock.landmark = scalars.landmarks[i] ?? Number.NaN));
  poolsOf(model).forEach((pool, i) => resizePool(pool, scalars.pools[i]));
  [popularity.topBaskets, popularity.topRecent].forEach((list, i) => (list.size = scalars.topSizes[i]));
  for (const { total, top } of scalars.slots) {
    const slot = createSlot(items.count);
    slot.total = total;
    slot.top.size = top;
    popularity.slots.push(slot);
  }
}

/** The bytes of all arrays of numbers, in a fixed order, as far as they are in use: views, for reading and for writing. */
export function sectionsOf(model: ServingModel): Uint8Array[] {
  const { items, customers, popularity } = model;
  const arrays: Column[] = [
    ...rowsOf(items.columns, items.count),
    ...rowsOf(popularity.columns, items.count),
    ...rowsOf(model.sales.columns, items.count),
    ...rowsOf(customers.columns, customers.count),
    items.table.slots,
    customers.table.slots,
    popularity.topBaskets.ids,
    popularity.topRecent.ids,
  ];
  for (const slot of popularity.slots) arrays.push(...rowsOf(slot.columns, items.count), slot.top.ids);
  for (const pool of poolsOf(model)) arrays.push(pool.free, ...usedPages(pool));
  return arrays.map((array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
}

/** In the order of their names, which is the same in the model that is read. */
function rowsOf(columns: object, rows: number): Column[] {
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
