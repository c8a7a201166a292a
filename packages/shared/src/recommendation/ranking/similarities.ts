import { pageOf, startOf } from "../model/paged-pool.ts";
import { namedIn } from "../model/postings.ts";
import { placesFor } from "../model/scratch.ts";
import type { CustomerScratch } from "../model/scratch.ts";
import type { ServingModel } from "../model/serving-model.ts";

const CUSTOMERS_PER_POSTING = 4;
const WORDS_PER_LINE = 16;

export interface SimilaritiesRequest {
  /** The customer's own index, -1 if there is none: they are not similar to themselves. */
  readonly self: number;
  /** Customers beyond whom there is no column of all of them, however many postings there are. */
  readonly mostInColumn: number;
}

/**
 * Sums the weights of the query's products by the customers in their postings. Those met and their sums are listed in the scratch customers, `touched` and
 * `sums`; the answer is how many they are.
 */
export function collectSimilarities(model: ServingModel, { self, mostInColumn }: SimilaritiesRequest): number {
  const postings = countPostings(model);
  if (isColumnNearer(model, postings, mostInColumn)) return sumInColumn(model, self);
  touchPostings(model);
  return sumInTable(model, self, postings);
}

/** Of customers no more than a few times the postings a column of their sums is shorter to go through than a table is to search. */
function isColumnNearer({ customers, scratch }: ServingModel, postings: number, mostInColumn: number): boolean {
  return customers.count <= Math.min(CUSTOMERS_PER_POSTING * postings, scratch.customers.similarity.length, mostInColumn);
}

/** In a column of all customers. */
function sumInColumn(model: ServingModel, self: number): number {
  const { query, customers: scratch } = model.scratch;
  const { similarity, touched, sums } = scratch;
  const { postingBlock, postingLength } = model.items.columns;
  for (let q = 0; q < query.size; q++) {
    const item = query.items[q];
    const weight = query.weights[q];
    const page = pageOf(model.postings, postingBlock[item]);
    const start = startOf(postingBlock[item]);
    const end = start + postingLength[item];
    for (let at = start; at < end; at++) similarity[namedIn(page[at])] += weight;
  }
  similarity[0] = 0;
  if (self >= 0) similarity[self] = 0;
  let count = 0;
  const end = model.customers.count;
  for (let customer = 1; customer < end; customer++) {
    const sum = similarity[customer];
    similarity[customer] = 0;
    touched[count] = customer;
    sums[count] = sum;
    count = (count + Number(sum > 0)) | 0;
  }
  return count;
}

/**
 * In a table of those met only. A customer is named at most once in the postings of a product (postings.ts).
 * Whether one is met for the first time is a coin toss that no processor foresees, so it is counted rather than asked: a third of the time of
 * a branch.
 */
function sumInTable(model: ServingModel, self: number, postings: number): number {
  const { query, customers: scratch } = model.scratch;
  const { met, similarity, slots } = scratch;
  const { postingBlock, postingLength } = model.items.columns;
  const mask = (placesFor(postings) << 2) - 1;
  let count = 0;
  for (let q = 0; q < query.size; q++) {
    const item = query.items[q];
    const weight = query.weights[q];
    const page = pageOf(model.postings, postingBlock[item]);
    const start = startOf(postingBlock[item]);
    const end = start + postingLength[item];
    for (let at = start; at < end; at++) {
      const name = namedIn(page[at]) + 1;
      let slot = (name << 2) & mask;
      while (met[slot] !== name && met[slot] !== 0) slot = (slot + 4) & mask;
      slots[count] = slot;
      count = (count + Number(met[slot] === 0)) | 0;
      met[slot] = name;
      similarity[(slot >> 1) + 1] += weight;
    }
  }
  listMet(scratch, count, self);
  return count;
}

function countPostings({ items, scratch: { query } }: ServingModel): number {
  let count = 0;
  for (let q = 0; q < query.size; q++) count += items.columns.postingLength[query.items[q]];
  return count;
}

/** Reads a word of every cache line of the postings, so that the processor waits for many at once and not for one after the other. */
function touchPostings(model: ServingModel): void {
  const { query } = model.scratch;
  const { postingBlock, postingLength } = model.items.columns;
  let touched = 0;
  for (let q = 0; q < query.size; q++) {
    const block = postingBlock[query.items[q]];
    const length = postingLength[query.items[q]];
    const page = pageOf(model.postings, block);
    const start = startOf(block);
    for (let at = 0; at < length; at += WORDS_PER_LINE) touched |= page[start + at];
  }
  query.touched = touched;
}

/** Those met and their similarities as lists; empties the table. */
function listMet({ met, similarity, slots, touched, sums }: CustomerScratch, count: number, self: number): void {
  for (let i = 0; i < count; i++) {
    const slot = slots[i];
    const id = met[slot] - 1;
    touched[i] = id;
    sums[i] = id === self ? 0 : similarity[(slot >> 1) + 1];
    met[slot] = 0;
    similarity[(slot >> 1) + 1] = 0;
  }
}
