import { customerSearchQuerySchema, customerSearchSchema } from "@segue/shared/api/moves";
import type { CustomerSearchReply } from "@segue/shared/api/moves";
import type { StateStore } from "@segue/shared/ports/state-store";
import type { Assignment } from "@segue/shared/segmentation/model";
import type { App } from "@segue/platform/http/create-app";
import type { SegmenterAppDeps } from "../app-deps.ts";
import { fromJson } from "@segue/platform/json-bytes";

/** Customers looked at for one search, and how many between two breaths: others want answers meanwhile. */
const SCAN_LIMIT = 200_000;
const PAGE = 1_000;

export function customerSearchRoutes(app: App, { store }: SegmenterAppDeps): void {
  const schema = { summary: "Customers in a segment whose id holds a text", tags: ["segmenter"], querystring: customerSearchQuerySchema, response: { 200: customerSearchSchema } };
  app.get("/v1/customers", { schema }, async ({ query }) => find(store, query.search.toLowerCase(), query.limit));
}

async function find(store: StateStore, text: string, limit: number): Promise<CustomerSearchReply> {
  const items: CustomerSearchReply["items"] = [];
  let cursor: string | null = null;
  for (let seen = 0; seen < SCAN_LIMIT; ) {
    const page = await store.scan("assignments", { cursor, limit: PAGE });
    for (const { id, value } of page.entries) {
      if (items.length < limit && id.toLowerCase().includes(text)) items.push({ customerId: id, segment: (fromJson(value) as Assignment).segmentId });
    }
    if (items.length >= limit || page.cursor === null) return { items, complete: page.cursor === null };
    seen += page.entries.length;
    cursor = page.cursor;
    await new Promise(setImmediate);
  }
  return { items, complete: false };
}
