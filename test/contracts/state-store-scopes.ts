import { partitionOf } from "@segue/shared/math/murmur2";
import type { Scope } from "@segue/shared/ports/state-store";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { agreesWithModel } from "./state-store-model.ts";
import { aCommit, aCustomer, SEGMENTER } from "./support/opened-store.ts";
import type { OpenedStore } from "./support/opened-store.ts";
import { numbers } from "./support/reader.ts";

/** What every state store does with several scopes, each of which changes only what is its own: customers go by the partition of their id. */
export function scopesContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name} as a state store with several scopes`, () => {
    let opened: OpenedStore;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());
    const ingestScopes = () => numbers(opened.partitions).map((partition): Scope => ({ owner: "ingest", partition }));

    it("keeps a checkpoint for each owner and partition", async () => {
      const { store } = opened;
      const scopes = [...ingestScopes(), SEGMENTER, { owner: "replay", partition: 0 } as const];
      for (const [i, scope] of scopes.entries()) expect(await store.commit(scope, aCommit({ next: `at ${i}` }))).toBe(true);
      const checkpoints = await Promise.all(scopes.map(async (scope) => (await store.read(scope, [])).checkpoint));
      expect(checkpoints).toEqual(scopes.map((_, i) => `at ${i}`));
    });

    it("does not let scopes disturb each other", async () => {
      const { store, partitions } = opened;
      const ids = numbers(100).map((i) => `customer ${i}`);
      const kept = await Promise.all(
        ingestScopes().map(async (scope) => {
          const own = ids.filter((id) => partitionOf(id, partitions) === scope.partition);
          const results: boolean[] = [];
          for (const [i, id] of own.entries()) {
            const change = { expected: i === 0 ? null : String(i), next: String(i + 1), puts: [aCustomer(id, id)] };
            results.push(await store.commit(scope, aCommit(change)));
          }
          return results;
        }),
      );
      expect(kept.map((results) => results.length > 0)).toEqual(kept.map(() => true));
      expect(kept.flat().every(Boolean)).toBe(true);
      const { entries } = await store.scan("customers", { cursor: null, limit: 1000 });
      expect(entries.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
      expect((await store.get("customers", ids)).map((value) => value && Buffer.from(value).toString())).toEqual(ids);
    });

    it("finds each entry again by its id alone, whatever scope it belongs to", async () => {
      const { store, partitions } = opened;
      const last = { owner: "ingest", partition: partitions - 1 } as const;
      const value = Buffer.from("here");
      const ofPartition = [{ collection: "tombstones", id: "hash of an id", value }, { collection: "installation", id: `clock/${last.partition}`, value }] as const;
      const ofSegmenter = [{ collection: "assignments", id: "a", value }, { collection: "segments", id: "behaviour/map", value }] as const;
      await store.commit(last, aCommit({ puts: ofPartition }));
      await store.commit(SEGMENTER, aCommit({ puts: ofSegmenter }));
      for (const { collection, id } of [...ofPartition, ...ofSegmenter]) {
        expect((await store.get(collection, ["none", id])).map((found) => found && Buffer.from(found).toString())).toEqual([undefined, "here"]);
        expect((await store.scan(collection, { cursor: null, limit: 10 })).entries.map((entry) => entry.id)).toEqual([id]);
      }
    });

    it("does what a map with checkpoints does", () => agreesWithModel(opened));
  });
}
