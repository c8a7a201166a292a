import { expect, test } from "vitest";
import { topBranches } from "./branches.ts";

/** Rows 0 and 1 are joined at 1, 2 and 3 at 2, both at 5; row 3 stands for ten customers. */
const dendrogram = { rows: 4, left: Int32Array.of(0, 2, 1), right: Int32Array.of(1, 3, 3), height: Float64Array.of(1, 2, 5) };
const weights = Float64Array.of(1, 1, 1, 10);

test("merges below the last clusters are not told apart, but counted", () => {
  const leaf = (size: number, height: number) => ({ size, height, parts: [] });

  expect(topBranches({ dendrogram, weights }, 2)).toEqual({ height: 5, size: 13, parts: [leaf(2, 1), leaf(11, 2)] });
  expect(topBranches({ dendrogram, weights }, 4)).toEqual({ height: 5, size: 13, parts: [{ height: 1, size: 2, parts: [leaf(1, 0), leaf(1, 0)] }, { height: 2, size: 11, parts: [leaf(1, 0), leaf(10, 0)] }] });
});
