import { partitionOf } from "@segue/shared/math/murmur2";
import { COLLECTIONS } from "@segue/shared/ports/state-store";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkpointKey, keysOf, placeIn, placesOf } from "./placement.ts";

const SPACE = { prefix: "segue", partitions: 16 };
const ingest = (partition: number) => ({ owner: "ingest", partition }) as const;
const SEGMENTER = { owner: "segmenter", partition: 0 } as const;
const tagOf = (key: string) => /\{(.*?)\}/.exec(key)?.[1];

describe("the place of an entry", () => {
  it("is under the hash tag of the scope that writes it, beside that scope's checkpoint", () => {
    expect(checkpointKey(ingest(3), SPACE)).toBe("segue:{p3}:checkpoint:ingest:3");
    expect(checkpointKey(SEGMENTER, SPACE)).toBe("segue:{segmenter}:checkpoint:segmenter:0");
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (id) => {
        const partition = partitionOf(id, SPACE.partitions);
        expect(tagOf(placeIn(ingest(partition), { collection: "customers", id }, SPACE))).toBe(`p${partition}`);
        expect(tagOf(placeIn(SEGMENTER, { collection: "assignments", id }, SPACE))).toBe("segmenter");
        expect(tagOf(placeIn(ingest(5), { collection: "tombstones", id }, SPACE))).toBe("p5");
      }),
    );
  });

  it("is where a client in another language looks", () => {
    // murmur2("c17") without its sign is 2063631914 = 16 x 128976994 + 10, and 128976994 % 256 = 0x62.
    expect([...placesOf({ collection: "customers", id: "c17" }, SPACE)]).toEqual([["p10", "segue:{p10}:customers:62"]]);
  });

  it("is one of the keys that a scan of the collection goes through", () => {
    for (const collection of COLLECTIONS) {
      const keys = new Set(keysOf(collection, SPACE));
      for (let i = 0; i < 200; i++) for (const key of placesOf({ collection, id: `id ${i}/${i % 16}` }, SPACE).values()) expect(keys).toContain(key);
    }
  });

  it("is the same to who writes an entry and to who reads it", () => {
    const scopes = [SEGMENTER, ...Array.from({ length: SPACE.partitions }, (_, partition) => ingest(partition))];
    for (const collection of COLLECTIONS) {
      const ref = { collection, id: "c17/3" };
      const written = scopes.flatMap((scope) => {
        try {
          return [placeIn(scope, ref, SPACE)];
        } catch {
          return [];
        }
      });
      expect(written, collection).toEqual([...placesOf(ref, SPACE).values()]);
    }
  });

  it("spreads the customers of a partition over all of its hashes", () => {
    const customers = Array.from({ length: 60_000 }, (_, i) => `customer ${i}`).filter((id) => partitionOf(id, 16) === 3);
    const counts = new Map<string, number>();
    for (const id of customers) for (const key of placesOf({ collection: "customers", id }, SPACE).values()) counts.set(key, (counts.get(key) ?? 0) + 1);
    expect(counts.size).toBe(256);
    expect(Math.max(...counts.values())).toBeLessThan((4 * customers.length) / 256);
  });

  it("of what is kept per partition follows from the id", () => {
    expect([...placesOf({ collection: "installation", id: "clock/7" }, SPACE).values()]).toEqual(["segue:{p7}:installation"]);
    expect([...placesOf({ collection: "installation", id: "tombstone-key" }, SPACE).values()]).toEqual(["segue:{p0}:installation"]);
  });

  it("is refused to a scope that does not own it", () => {
    const id = "c17";
    const other = (partitionOf(id, SPACE.partitions) + 1) % SPACE.partitions;
    expect(() => placeIn(ingest(other), { collection: "customers", id }, SPACE)).toThrow(/belongs to p\d+, not to p\d+/);
    expect(() => placeIn(SEGMENTER, { collection: "customers", id }, SPACE)).toThrow("not to segmenter");
    expect(() => placeIn(ingest(0), { collection: "assignments", id }, SPACE)).toThrow("belongs to segmenter");
    expect(() => checkpointKey(ingest(16), SPACE)).toThrow("the log has 16");
  });
});
