import { z } from "zod";
import { viewCustomer } from "@segue/shared/customers/customer-codec";
import { isInSample } from "@segue/shared/customers/hash";
import type { StateStore } from "@segue/shared/ports/state-store";
import { countBuyers } from "./segment-buyers.ts";
import type { SegmentBuyers } from "./segment-buyers.ts";

/** Customers that are counted at most, chosen by their hash; and between two breaths, since others want answers meanwhile. */
const SAMPLE = 5_000;
const PAGE = 1_000;
const READ_AT_ONCE = 50;
/** What a segment buys does not change from one moment to the next, in milliseconds. */
const FRESH = 60_000;

const assignmentSchema = z.object({ segmentId: z.string() });

/** Reads who buys what, once a minute at most and only when it is asked for. */
export function createBuyersReader(store: StateStore, customers: () => number): () => Promise<SegmentBuyers> {
  let counted: { readonly at: number; readonly counts: Promise<SegmentBuyers> } | null = null;
  return () => {
    if (counted !== null && performance.now() - counted.at < FRESH) return counted.counts;
    const counts = readBuyers(store, customers());
    counted = { at: performance.now(), counts };
    counts.catch(() => (counted = null));
    return counts;
  };
}

async function readBuyers(store: StateStore, customers: number): Promise<SegmentBuyers> {
  const share = SAMPLE / Math.max(1, customers);
  const found: { segment: string; products: readonly string[] }[] = [];
  for (let cursor: string | null = null; ; ) {
    const page = await store.scan("assignments", { cursor, limit: PAGE });
    const chosen = page.entries.filter(({ id }) => isInSample(id, share));
    for (let from = 0; from < chosen.length; from += READ_AT_ONCE) {
      const part = chosen.slice(from, from + READ_AT_ONCE);
      const states = await store.get("customers", part.map(({ id }) => id));
      found.push(...part.flatMap(({ id, value }, at) => customerIn(id, states[at], value)));
      await new Promise(setImmediate);
    }
    cursor = page.cursor;
    if (cursor === null) return countBuyers(found);
  }
}

function customerIn(id: string, state: Uint8Array | undefined, assignment: Uint8Array): { segment: string; products: readonly string[] }[] {
  if (state === undefined) return [];
  const text = Buffer.from(assignment.buffer, assignment.byteOffset, assignment.byteLength).toString("utf8");
  return [{ segment: assignmentSchema.parse(JSON.parse(text)).segmentId, products: viewCustomer(id, state).items.list.map(({ productId }) => productId) }];
}
