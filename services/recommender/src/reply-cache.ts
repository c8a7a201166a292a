import type { AskerBytes } from "./answer.ts";

/** What a reply was made from; it may be given again only while all of it is the same. */
export interface Basis extends AskerBytes {
  readonly modelVersion: string | null;
  readonly catalogueRevision: number;
}

/** Replies of the last seconds, ready to be sent again. */
export interface ReplyCache {
  get(question: string, basis: Basis): Uint8Array | undefined;
  put(question: string, basis: Basis, reply: Uint8Array): void;
  /** Lets go of what is too old to be given again, so that no reply outlives its customer's erasure. */
  expire(): void;
}

/** Oldest reply that is given again, in milliseconds: popularity and neighbours move on without the customer. */
const MAX_AGE = 5_000;
const CAPACITY = 5_000;

interface Kept {
  readonly basis: Basis;
  readonly reply: Uint8Array;
  readonly at: number;
}

export function createReplyCache(clock: () => number): ReplyCache {
  const kept = new Map<string, Kept>();
  return {
    get(question, basis) {
      const found = kept.get(question);
      if (found === undefined) return undefined;
      if (clock() - found.at <= MAX_AGE && isSame(found.basis, basis)) return found.reply;
      kept.delete(question);
      return undefined;
    },
    put(question, basis, reply) {
      kept.delete(question);
      kept.set(question, { basis, reply, at: clock() });
      if (kept.size <= CAPACITY) return;
      const [oldest] = kept.keys();
      if (oldest !== undefined) kept.delete(oldest);
    },
    expire() {
      for (const [question, { at }] of kept) if (clock() - at > MAX_AGE) kept.delete(question);
    },
  };
}

function isSame(a: Basis, b: Basis): boolean {
  return a.modelVersion === b.modelVersion && a.catalogueRevision === b.catalogueRevision && sameBytes(a.customer, b.customer) && sameBytes(a.assignment, b.assignment);
}

function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return Buffer.compare(a, b) === 0;
}
