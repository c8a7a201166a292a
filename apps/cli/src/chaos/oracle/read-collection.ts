import type { Collection, StateStore } from "@segue/shared/ports/state-store";

const PAGE = 1_000;

/** A whole collection of the store. */
export async function readCollection(store: StateStore, collection: Collection): Promise<ReadonlyMap<string, Uint8Array>> {
  const all = new Map<string, Uint8Array>();
  for (let cursor: string | null = null; ; ) {
    const page = await store.scan(collection, { cursor, limit: PAGE });
    for (const { id, value } of page.entries) all.set(id, value);
    cursor = page.cursor;
    if (cursor === null) return all;
  }
}
