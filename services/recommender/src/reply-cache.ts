import { STAMP_BYTES } from "@segue/shared/customers/customer-codec";
import type { AskerBytes } from "./answer.ts";

/** What a reply was made from; it may be given again only while all of it is the same. */
export interface Basis {
  /** Stamp of the customer's state; empty for nobody, as is the next. */
  readonly customer: string;
  readonly assignment: string;
  readonly modelVersion: string | null;
  readonly catalogueRevision: number;
}

/** What a reply for this asker is made from. Short texts: to keep the bytes for seconds costs the collector more than it costs to make these. */
export function basisOf({ customer, assignment }: AskerBytes, { modelVersion, catalogueRevision }: Pick<Basis, "modelVersion" | "catalogueRevision">): Basis {
  return { customer: textOf(customer, STAMP_BYTES), assignment: textOf(assignment), modelVersion, catalogueRevision };
}

/** Byte for byte, the first `most`. */
function textOf(bytes: Uint8Array | undefined, most = Number.POSITIVE_INFINITY): string {
  return bytes === undefined ? "" : Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(most, bytes.byteLength)).toString("latin1");
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
  return a.modelVersion === b.modelVersion && a.catalogueRevision === b.catalogueRevision && a.customer === b.customer && a.assignment === b.assignment;
}
