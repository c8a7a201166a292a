import { expect, it } from "vitest";
import { toJson } from "@segue/platform/json-bytes";
import type { SegmentModelsRecord } from "@segue/shared/events/segments";
import { foldBatch } from "./fold.ts";
import { createServingState } from "./serving-state.ts";

const together = (products: readonly string[], term: number): SegmentModelsRecord => ({
  schema: 1,
  type: "associations",
  associations: { products, partners: products.map(() => []), weights: products.map(() => []), scale: 1 },
  time: 0,
  term,
});

it("takes what goes together from the segmenter at work, and not from one whose term is over", async () => {
  const state = createServingState();
  const records: SegmentModelsRecord[] = [together(["tea"], 1), { schema: 1, type: "term", time: 0, term: 2 }, together(["void"], 1)];
  await foldBatch(state, { topic: "segment-models", partition: 0, records: records.map((record, offset) => ({ offset, key: "k", value: toJson(record), timestamp: 0 })), end: records.length });
  expect(state.model.associations.products).toEqual(["tea"]);

  await foldBatch(state, { topic: "segment-models", partition: 0, records: [{ offset: 3, key: "k", value: toJson(together(["milk"], 2)), timestamp: 0 }], end: 4 });
  expect(state.model.associations.products).toEqual(["milk"]);
});
