import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { areDistinct, indexIds, indexLast, positionOf } from "./id-index.ts";

describe("an index of ids", () => {
  it("finds every id of a growing list and no other", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { maxLength: 200 }), fc.string(), (drawn, other) => {
        const ids: string[] = [];
        let index = indexIds([]);
        for (const id of drawn) {
          expect(positionOf(index, ids, id)).toBe(-1);
          ids.push(id);
          index = indexLast(index, ids);
        }
        expect(ids.map((id) => positionOf(index, ids, id))).toEqual(ids.map((_, position) => position));
        expect(ids.map((id) => positionOf(indexIds(ids), ids, id))).toEqual(ids.map((_, position) => position));
        expect(positionOf(index, ids, other)).toBe(ids.indexOf(other));
      }),
    );
  });

  it("tells whether an id comes twice, in short lists and in long ones", () => {
    const long = Array.from({ length: 3_000 }, (_, i) => `p${i}`);
    expect(areDistinct(long)).toBe(true);
    expect(areDistinct([...long, "p17"])).toBe(false);
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 2 }), { maxLength: 40 }), (ids) => {
        expect(areDistinct(ids)).toBe(new Set(ids).size === ids.length);
      }),
    );
  });
});
