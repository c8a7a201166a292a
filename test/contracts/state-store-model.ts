import type { Scope, StateStore } from "@segue/shared/ports/state-store";
import fc from "fast-check";
import { expect } from "vitest";

const ids = fc.constantFrom("a", "b", "c/d", "🛒");
const collections = fc.constantFrom("customers", "assignments");
const values = fc.uint8Array({ maxLength: 40 });

const step = fc.record({
  partition: fc.integer({ min: 0, max: 1 }),
  isCurrent: fc.boolean(),
  puts: fc.array(fc.record({ collection: collections, id: ids, value: values }), { maxLength: 4 }),
  deletes: fc.array(fc.record({ collection: collections, id: ids }), { maxLength: 2 }),
});

/** Runs random commits, some of them out of date, against the store and against plain maps; both must always agree. */
export async function agreesWithModel(store: StateStore): Promise<void> {
  const entries = new Map<string, string>();
  const checkpoints = new Map<number, string>();
  let commits = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      for (const { partition, isCurrent, puts, deletes } of steps) {
        const scope: Scope = { owner: "ingest", partition };
        const current = checkpoints.get(partition) ?? null;
        const next = String(++commits);
        const removed = deletes.filter(({ collection, id }) => !puts.some((put) => put.collection === collection && put.id === id));
        const expected = isCurrent ? current : `not ${current}`;
        const kept = await store.commit(scope, { expected, next, puts, deletes: removed, publish: [] });
        expect(kept).toBe(isCurrent);
        if (!isCurrent) continue;
        checkpoints.set(partition, next);
        for (const { collection, id, value } of puts) entries.set(`${collection} ${id}`, Buffer.from(value).toString("hex"));
        for (const { collection, id } of removed) entries.delete(`${collection} ${id}`);
      }
      expect(await contents(store)).toEqual(entries);
      for (const [partition, checkpoint] of checkpoints) {
        expect((await store.read({ owner: "ingest", partition }, [])).checkpoint).toBe(checkpoint);
      }
    }),
    { numRuns: 25 },
  );
}

async function contents(store: StateStore): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const collection of ["customers", "assignments"] as const) {
    const { entries } = await store.scan(collection, { cursor: null, limit: 100 });
    for (const { id, value } of entries) found.set(`${collection} ${id}`, Buffer.from(value).toString("hex"));
  }
  return found;
}
