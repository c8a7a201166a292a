import { ensureRows } from "./columns.ts";
import { addEntry, findEntry, removeEntry } from "./hash-table.ts";
import { hashId } from "./id-hash.ts";
import type { Memberships } from "./membership-columns.ts";
import { customerOf } from "./indexed-customers.ts";
import { ensureSegment, moveCustomer } from "./segment-counts.ts";
import type { ServingModel } from "./serving-model.ts";

/** Takes in a change of segment; `null` where the customer is in none any more. */
export function setSegment(model: ServingModel, customerId: string, segmentId: string | null): void {
  model.totals.revision++;
  const slot = segmentId === null ? -1 : ensureSegment(model, segmentId);
  const before = replaceMembership(model.memberships, hashId(customerId), slot);
  const { segments } = model.popularity;
  if (slot >= 0) segments[slot].members++;
  const customer = customerOf(model.customers, customerId);
  if (customer >= 0) moveCustomer(model, customer, slot);
  if (before < 0) return;
  segments[before].members--;
  if (segments[before].members === 0) segments[before].id = "";
}

/** The slot of the segment a customer is in, -1 for none. */
export function segmentOf({ memberships }: ServingModel, customerId: string): number {
  const at = findEntry(memberships.table, memberships.columns.hash, hashId(customerId));
  return at < 0 ? -1 : memberships.columns.slot[at];
}

/** Returns the slot before. */
function replaceMembership(memberships: Memberships, hash: number, slot: number): number {
  const { columns, table } = memberships;
  const at = findEntry(table, columns.hash, hash);
  const before = at < 0 ? -1 : columns.slot[at];
  if (slot < 0) {
    if (at >= 0) remove(memberships, at);
  } else if (at >= 0) columns.slot[at] = slot;
  else {
    ensureRows(columns, memberships.count + 1);
    const added = memberships.count++;
    columns.hash[added] = hash;
    columns.slot[added] = slot;
    addEntry(table, columns.hash, added);
  }
  return before;
}

/** The last entry takes the place of the one removed, so that nothing of that is left. */
function remove(memberships: Memberships, at: number): void {
  const { columns, table } = memberships;
  const last = --memberships.count;
  removeEntry(table, columns.hash, at);
  if (at !== last) {
    removeEntry(table, columns.hash, last);
    columns.hash[at] = columns.hash[last];
    columns.slot[at] = columns.slot[last];
    addEntry(table, columns.hash, at);
  }
  columns.hash[last] = 0;
  columns.slot[last] = 0;
}
