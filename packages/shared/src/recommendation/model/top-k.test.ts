import { expect, it } from "vitest";
import { createTopK, insert, offer, sortTopK, startTopK } from "./top-k.ts";

const KEYS = [5, 1, 9, 7, 9, 3, 8, 2, 6, 4];

it.each([0, 1, 4, 10, 12])("keeps the best %i whether entries are offered and sorted or inserted in order", (limit) => {
  const offered = startTopK(createTopK(16), limit);
  const inserted = startTopK(createTopK(16), limit);
  KEYS.forEach((key, id) => {
    offer(offered, id, key);
    insert(inserted, id, key);
  });
  sortTopK(offered);
  const size = Math.min(limit, KEYS.length);
  expect([...inserted.keys.subarray(0, inserted.size)]).toEqual([...KEYS].sort((a, b) => b - a).slice(0, size));
  expect([...offered.keys.subarray(0, offered.size)]).toEqual([...inserted.keys.subarray(0, inserted.size)]);
});

it.each([
  ["the larger tie", { ties: Int32Array.of(0, 5, 9, 5), hashes: Float64Array.of(4, 3, 2, 1) }, [2, 3, 1]],
  ["the smaller hash", { hashes: Float64Array.of(4, 3, 2, 1) }, [3, 2, 1]],
  ["the smaller id", {}, [0, 1, 2]],
])("puts equal keys in order by %s", (_, ties, order) => {
  const top = startTopK(createTopK(3), 3, ties);
  for (const id of [1, 3, 0, 2]) insert(top, id, 1);
  expect([...top.ids.subarray(0, top.size)]).toEqual(order);
});
