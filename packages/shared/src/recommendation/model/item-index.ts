import { ensureRows } from "./columns.ts";
import { addEntry, findEntry } from "./hash-table.ts";
import { hashId } from "./id-hash.ts";
import { ensureCountRows } from "./segment-counts.ts";
import type { Items, ServingModel } from "./serving-model.ts";

/** The dense index of a product, or -1. */
export function itemOf(items: Items, productId: string): number {
  const item = findEntry(items.table, items.columns.hash, hashId(productId));
  return item < 0 || items.ids[item] === productId ? item : findBeyond(items, productId);
}

/** The dense index of a product, given out now if it is new. */
export function ensureItem(model: ServingModel, productId: string): number {
  const { items } = model;
  const known = itemOf(items, productId);
  if (known >= 0) return known;
  const item = items.count++;
  // All columns of products are of one length.
  if (items.columns.hash.length < items.count) enlargeColumns(model);
  items.ids.push(productId);
  items.titles.push(undefined);
  items.columns.hash[item] = freeHash(items, productId);
  addEntry(items.table, items.columns.hash, item);
  return item;
}

function enlargeColumns(model: ServingModel): void {
  const { count, columns } = model.items;
  ensureRows(columns, count);
  ensureRows(model.popularity.columns, count);
  ensureRows(model.sales.columns, count);
  ensureCountRows(model, count);
}

// A control character cannot stand in an id, so the spare hashes of an id are nobody's first.
const spare = (productId: string, attempt: number): number => hashId(productId + "\u0000".repeat(attempt));

/** Another product has the same 53 bits: this one stands under the hash of a longer text. */
function findBeyond(items: Items, productId: string): number {
  for (let attempt = 1; ; attempt++) {
    const item = findEntry(items.table, items.columns.hash, spare(productId, attempt));
    if (item < 0 || items.ids[item] === productId) return item;
  }
}

function freeHash(items: Items, productId: string): number {
  for (let attempt = 0; ; attempt++) {
    const hash = spare(productId, attempt);
    if (findEntry(items.table, items.columns.hash, hash) < 0) return hash;
  }
}
