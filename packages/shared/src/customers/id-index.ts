import { hash32 } from "./hash.ts";

/**
 * Finds ids in a list that only grows at its end: open addressing with linear probing, at most half full. A slot holds a position
 * in the list plus one, 0 when it is free, so there may be 65,535 ids. Unlike a Map it holds no references for the collector to walk,
 * of which ingest would have one per product and customer.
 */
export type IdIndex = Uint16Array;

/** Enough for a first order: to grow means new memory and everything in it put in place again. */
const FEWEST_SLOTS = 64;

/** The index of a list of distinct ids. */
export function indexIds(ids: readonly string[]): IdIndex {
  // One more: a history is indexed when something is about to be added to it.
  const index = new Uint16Array(slotsFor(ids.length + 1));
  for (let position = 0; position < ids.length; position++) index[slotOf(index, ids, ids[position])] = position + 1;
  return index;
}

/** The position of an id, or -1. */
export function positionOf(index: IdIndex, ids: readonly string[], id: string): number {
  return index[slotOf(index, ids, id)] - 1;
}

/** The index with the last of `ids` in it, which is new to the list. */
export function indexLast(index: IdIndex, ids: readonly string[]): IdIndex {
  if (2 * ids.length > index.length) return indexIds(ids);
  index[slotOf(index, ids, ids[ids.length - 1])] = ids.length;
  return index;
}

/** Memory for {@link areDistinct}, used again and again: enough for all but the longest orders. */
const SCRATCH_IDS = 1_000;
const scratch = new Uint16Array(slotsFor(SCRATCH_IDS));

/** Whether no id comes twice. */
export function areDistinct(ids: readonly string[]): boolean {
  const index = ids.length <= SCRATCH_IDS ? scratch.subarray(0, slotsFor(ids.length)).fill(0) : new Uint16Array(slotsFor(ids.length));
  for (let position = 0; position < ids.length; position++) {
    const slot = slotOf(index, ids, ids[position]);
    if (index[slot] !== 0) return false;
    index[slot] = position + 1;
  }
  return true;
}

function slotsFor(ids: number): number {
  let slots = FEWEST_SLOTS;
  while (slots < 2 * ids) slots *= 2;
  return slots;
}

/** The slot that holds an id, or the free one where it belongs. */
function slotOf(index: IdIndex, ids: readonly string[], id: string): number {
  const mask = index.length - 1;
  let slot = hash32(id) & mask;
  while (index[slot] !== 0 && ids[index[slot] - 1] !== id) slot = (slot + 1) & mask;
  return slot;
}
