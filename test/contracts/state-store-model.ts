import { partitionOf } from "@segue/shared/math/murmur2";
import type { EntryRef, Scope, StateStore } from "@segue/shared/ports/state-store";
import fc from "fast-check";
import { expect } from "vitest";
import { SEGMENTER } from "./support/opened-store.ts";
import type { OpenedStore } from "./support/opened-store.ts";

const ids = fc.constantFrom("a", "b", "c/d", "🛒", "e", "f", "g", "h i");
const values = fc.uint8Array({ maxLength: 40 });

const step = fc.record({
  writer: fc.constantFrom<Scope>({ owner: "ingest", partition: 0 }, { owner: "ingest", partition: 1 }, SEGMENTER),
  isCurrent: fc.boolean(),
  puts: fc.array(fc.record({ id: ids, value: values }), { maxLength: 6 }),
  deletes: fc.array(ids, { maxLength: 3 }),
});

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** A drawn step, less what is not its writer's. */
function ownChanges({ writer, ...drawn }: Step, partitions: number) {
  const collection = writer.owner === "segmenter" ? "assignments" : "customers";
  const isOwn = (id: string) => writer.owner === "segmenter" || partitionOf(id, partitions) === writer.partition;
  const puts = drawn.puts.filter(({ id }) => isOwn(id)).map((put) => ({ collection, ...put }) as const);
  const deletes = drawn.deletes.filter((id) => isOwn(id) && !puts.some((put) => put.id === id)).map((id): EntryRef => ({ collection, id }));
  return { puts, deletes };
}

/** Runs random commits, some of them out of date, against the store and against plain maps; both must always agree. */
export async function agreesWithModel({ store, partitions }: OpenedStore): Promise<void> {
  const entries = new Map<string, string>();
  const checkpoints = new Map<Scope, string>();
  let commits = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      for (const drawn of steps) {
        const { writer, isCurrent } = drawn;
        const { puts, deletes } = ownChanges(drawn, partitions);
        const current = checkpoints.get(writer) ?? null;
        const next = String(++commits);
        const expected = isCurrent ? current : `not ${current}`;
        const kept = await store.commit(writer, { expected, next, puts, deletes, publish: [] });
        expect(kept).toBe(isCurrent);
        if (!isCurrent) continue;
        checkpoints.set(writer, next);
        for (const { collection, id, value } of puts) entries.set(`${collection} ${id}`, Buffer.from(value).toString("hex"));
        for (const { collection, id } of deletes) entries.delete(`${collection} ${id}`);
      }
      expect(await contents(store)).toEqual(entries);
      for (const [scope, checkpoint] of checkpoints) expect((await store.read(scope, [])).checkpoint).toBe(checkpoint);
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
