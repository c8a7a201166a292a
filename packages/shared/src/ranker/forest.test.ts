import { describe, expect, it } from "vitest";
import type { Tree } from "./forest.ts";
import { forestOf, valuesOf } from "./forest.ts";

const STUMP: Tree = { splits: [[1, 2]], leaves: [-0.5, 0.25] };
const DEEP: Tree = { splits: [[0, 0], [1, 5]], leaves: [1, 2, 4, 8] };
const CONSTANT: Tree = { splits: [], leaves: [16] };
const FOREST = forestOf({ features: ["a", "b"], trees: [STUMP, CONSTANT, DEEP] });

describe("a forest", () => {
  it("adds one leaf of each tree to each row: bit k of its number is whether the value is above the threshold of split k", () => {
    const values = Float64Array.of(0, 0, 0.1, -1, 7, 2, 2.1, 5, 5.1, 6);

    expect([...valuesOf(FOREST, { values, rows: 5 })]).toEqual([-0.5 + 16 + 1, 0.25 + 16 + 1, 0.25 + 16 + 2, 0.25 + 16 + 4, 0.25 + 16 + 8]);
  });

  it("adds nothing without trees", () => {
    expect([...valuesOf(forestOf({ features: [], trees: [] }), { values: Float64Array.of(1, 2), rows: 2 })]).toEqual([0, 0]);
  });
});
