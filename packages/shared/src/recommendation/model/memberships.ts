import { ensureRows } from "./columns.ts";
import { addEntry, findEntry, removeEntry } from "./hash-table.ts";
import { hashId } from "./id-hash.ts";
import type { Membership, Memberships } from "./membership-columns.ts";
import { customerOf } from "./indexed-customers.ts";
import { ensureSegment, moveCustomer } from "./segment-counts.ts";
import type { ServingModel } from "./serving-model.ts";

/** Takes in a change of segment; `null` where the customer is in none any more. */
export function setSegment(model: ServingModel, customerId: string, segmentId: string | null): void {
  change(model, customerId, { membership: "segment", segmentId });
}

/** Takes in a change of taste; `null` where none is known any more. */
export function setTaste(model: ServingModel, customerId: string, tasteId: string | null): void {
  change(model, customerId, { membership: "taste", segmentId: tasteId });
}

/** The slot of the segment a customer is in, -1 for none. */
export function segmentOf(model: ServingModel, customerId: string): number {
  return slotIn(model.memberships, customerId, "segment");
}

/** The slot of a customer's taste, -1 for none. */
export function tasteOf(model: ServingModel, customerId: string): number {
  return slotIn(model.memberships, customerId, "taste");
}

function slotIn({ columns, table }: Memberships, customerId: string, membership: Membership): number {
  const at = findEntry(table, columns.hash, hashId(customerId));
  return at < 0 ? -1 : columns[membership][at] - 1;
}

function change(model: ServingModel, customerId: string, { membership, segmentId }: { readonly membership: Membership; readonly segmentId: string | null }): void {
  model.totals.revision++;
  const slot = segmentId === null ? -1 : ensureSegment(model, segmentId);
  const before = replaceSlot(model.memberships, hashId(customerId), { membership, slot });
  const { segments } = model.popularity;
  if (slot >= 0) segments[slot].members++;
  const customer = customerOf(model.customers, customerId);
  if (customer >= 0) moveCustomer(model, customer, { membership, slot });
  if (before < 0) return;
  segments[before].members--;
  if (segments[before].members === 0) segments[before].id = "";
}

/** Returns the slot before. */
function replaceSlot(memberships: Memberships, hash: number, { membership, slot }: { readonly membership: Membership; readonly slot: number }): number {
  const { columns, table } = memberships;
  const at = findEntry(table, columns.hash, hash);
  if (at < 0) {
    if (slot >= 0) columns[membership][append(memberships, hash)] = slot + 1;
    return -1;
  }
  const before = columns[membership][at] - 1;
  columns[membership][at] = slot + 1;
  if (columns.segment[at] === 0 && columns.taste[at] === 0) remove(memberships, at);
  return before;
}

function append(memberships: Memberships, hash: number): number {
  const { columns, table } = memberships;
  ensureRows(columns, memberships.count + 1);
  const added = memberships.count++;
  columns.hash[added] = hash;
  addEntry(table, columns.hash, added);
  return added;
}

/** The last entry takes the place of the one removed, so that nothing of that is left. */
function remove(memberships: Memberships, at: number): void {
  const { columns, table } = memberships;
  const last = --memberships.count;
  removeEntry(table, columns.hash, at);
  if (at !== last) {
    removeEntry(table, columns.hash, last);
    for (const column of [columns.hash, columns.segment, columns.taste]) column[at] = column[last];
    addEntry(table, columns.hash, at);
  }
  for (const column of [columns.hash, columns.segment, columns.taste]) column[last] = 0;
}
