import { expect, test } from "vitest";
import type { Segmentation } from "./analysis.ts";
import { centralRows } from "./central-rows.ts";

test("the customers nearest to the middle of their segment come first, and nobody of another segment", () => {
  const scaled = Float64Array.of(4, 1, 2, 9, 1, 10, 3);
  const labels = Int32Array.of(0, 0, 0, 1, 0, 1, -1);
  const clustering = { partition: { labels, centroids: { values: Float64Array.of(2, 10), dims: 1 } } } as unknown as Segmentation["clustering"];

  expect(centralRows({ clustering, scaled }, 3)).toEqual([
    [2, 1, 4],
    [5, 3],
  ]);
});
