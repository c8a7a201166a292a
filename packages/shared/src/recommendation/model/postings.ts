import { losePosting } from "./indexed-customers.ts";
import { allocate, pageOf, release, startOf } from "./paged-pool.ts";
import type { ServingModel } from "./serving-model.ts";
import { SETTINGS } from "../weights.ts";

/*
 * Per product the newest baskets with it, as (customer, seconds) by time: VMIS-kNN's inverted index (Kersbergen, Sprangers and
 * Schelter, SIGMOD 2022) with customers as sessions. Ordered by time rather than arrival, so that a late event takes its own place.
 * A repeated purchase takes an entry too (design 3.1b), but only a customer's newest entry names the customer: the older ones are
 * silent, with the sign turned, so that readers need not look for repeats. Silent entries keep their places, and who they are of
 * decides between equal times: which entries are kept does not depend on the order in which purchases were read. A block holds the
 * customers, then the times; once it has its full room it is a ring.
 */
const SMALLEST_CLASS = 2;
const MOST = SETTINGS.neighbours.postings;

export interface Posting {
  readonly item: number;
  readonly customer: number;
  readonly time: number;
}

interface Ring {
  readonly page: Int32Array;
  readonly start: number;
  readonly room: number;
}

/** Adds a posting. Of more than are kept the oldest goes, which may be the new one. */
export function addPosting(model: ServingModel, posting: Posting): void {
  const { columns } = model.items;
  const { item } = posting;
  makeRoom(model, item);
  const ring = ringOf(model, item);
  if (columns.postingLength[item] === MOST) {
    const oldest = columns.postingHead[item];
    if (isLater(model, ring, { at: oldest, posting })) return;
    model.customers.columns.postings[posting.customer]++;
    columns.postingHead[item] = (oldest + 1) & (MOST - 1);
    columns.postingLength[item]--;
    losePosting(model, Math.abs(ring.page[ring.start + oldest]));
  } else model.customers.columns.postings[posting.customer]++;
  insert(model, ring, posting);
}

/** Of a customer's postings for a product only the newest goes on naming the customer. */
export function silenceRepeats(model: ServingModel, item: number, customer: number): void {
  const { columns } = model.items;
  const { page, start, room } = ringOf(model, item);
  const head = columns.postingHead[item];
  let newest = true;
  for (let i = columns.postingLength[item] - 1; i >= 0; i--) {
    const at = start + ((head + i) & (room - 1));
    if (page[at] !== customer) continue;
    if (!newest) page[at] = -customer;
    newest = false;
  }
}

/** None of a customer's postings for a product names the customer any more. */
export function silencePostings(model: ServingModel, item: number, customer: number): void {
  if (model.items.columns.postingLength[item] === 0) return;
  const { page, start, room } = ringOf(model, item);
  for (let at = start; at < start + room; at++) if (page[at] === customer) page[at] = -customer;
}

/** Puts nobody in the place of a customer, so that the order and the age of the other postings stay as they were. */
export function blankPostings(model: ServingModel, item: number, customer: number): void {
  if (model.items.columns.postingLength[item] === 0) return;
  const { page, start, room } = ringOf(model, item);
  for (let at = start; at < start + room; at++) {
    if (Math.abs(page[at]) !== customer) continue;
    page[at] = 0;
    losePosting(model, customer);
  }
}

/**
 * Puts nobody in the place of erased customers in the postings of products `from` up to `to`. They count for nothing there since their
 * erasure, so it does not matter when this is done.
 */
export function blankErased(model: ServingModel, { from, to }: { readonly from: number; readonly to: number }): void {
  const { hash } = model.customers.columns;
  for (let item = from; item < Math.min(to, model.items.count); item++) {
    if (model.items.columns.postingLength[item] === 0) continue;
    const { page, start, room } = ringOf(model, item);
    for (let at = start; at < start + room; at++) {
      const customer = Math.abs(page[at]);
      if (customer === 0 || hash[customer] !== 0) continue;
      page[at] = 0;
      losePosting(model, customer);
    }
  }
}

/** The customer that an entry of the postings names; 0, who is nobody, for a silent one. */
export function namedIn(entry: number): number {
  return entry & ~(entry >> 31);
}

function ringOf(model: ServingModel, item: number): Ring {
  const { columns } = model.items;
  const block = columns.postingBlock[item];
  return { page: pageOf(model.postings, block), start: startOf(block), room: 1 << columns.postingClass[item] };
}

/** Whether the entry at `at` belongs after the posting: by time, then by the customer's hash, which does not depend on arrival. */
function isLater(model: ServingModel, ring: Ring, { at, posting }: { readonly at: number; readonly posting: Posting }): boolean {
  const time = ring.page[ring.start + ring.room + at];
  if (time !== posting.time) return time > posting.time;
  const { hash } = model.customers.columns;
  return hash[Math.abs(ring.page[ring.start + at])] > hash[posting.customer];
}

function insert(model: ServingModel, ring: Ring, posting: Posting): void {
  const { columns } = model.items;
  const { page, start, room } = ring;
  const head = columns.postingHead[posting.item];
  let place = columns.postingLength[posting.item]++;
  for (; place > 0; place--) {
    const before = (head + place - 1) & (room - 1);
    if (!isLater(model, ring, { at: before, posting })) break;
    const to = start + ((head + place) & (room - 1));
    page[to] = page[start + before];
    page[to + room] = page[start + before + room];
  }
  const to = start + ((head + place) & (room - 1));
  page[to] = posting.customer;
  page[to + room] = posting.time;
}

function makeRoom(model: ServingModel, item: number): void {
  const { columns } = model.items;
  const length = columns.postingLength[item];
  if (length === 0 && columns.postingClass[item] === 0) {
    columns.postingBlock[item] = allocate(model.postings, SMALLEST_CLASS + 1);
    columns.postingClass[item] = SMALLEST_CLASS;
    return;
  }
  const room = 1 << columns.postingClass[item];
  if (length < room || room === MOST) return;
  const old = ringOf(model, item);
  const oldBlock = columns.postingBlock[item];
  const block = allocate(model.postings, columns.postingClass[item] + 2);
  const page = pageOf(model.postings, block);
  page.set(old.page.subarray(old.start, old.start + room), startOf(block));
  page.set(old.page.subarray(old.start + room, old.start + 2 * room), startOf(block) + 2 * room);
  release(model.postings, oldBlock, columns.postingClass[item] + 1);
  columns.postingBlock[item] = block;
  columns.postingClass[item]++;
}
