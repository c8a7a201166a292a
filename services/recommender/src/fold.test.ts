import { expect, it } from "vitest";
import { toJson } from "@segue/platform/json-bytes";
import type { RankerRecord } from "@segue/shared/events/ranker-record";
import type { SegmentModelsRecord } from "@segue/shared/events/segments";
import { RANKER_FEATURES } from "@segue/shared/recommendation/ranking/features";
import { examplesIn } from "@segue/shared/recommendation/model/lessons";
import type { Examples } from "@segue/shared/ranker/examples";
import { partitionedShop } from "../../../test/support/partitioned-shop.ts";
import { foldBatch } from "./fold.ts";
import { fixedSampling } from "./sampling.ts";
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

it("takes the ranker that was published last", async () => {
  const state = createServingState();
  const rankerOf = (leaf: number): RankerRecord => ({ schema: 1, ranker: { features: RANKER_FEATURES, trees: [{ splits: [], leaves: [leaf] }] }, noted: 1_000, time: 7 });
  await foldBatch(state, { topic: "rankers", partition: 0, records: [1, 2].map((leaf, offset) => ({ offset, key: "ranker", value: toJson(rankerOf(leaf)), timestamp: 0 })), end: 2 });
  expect(state.model.ranker?.published).toEqual(rankerOf(2));
  expect(state.offsets.rankers).toEqual([2]);
});

it("notes what each predicted basket teaches the ranker, the same whether there is a ranker or not", async () => {
  const { logs } = partitionedShop({ seed: 9, partitions: 1, events: 400, customers: 40, products: 60, days: 300 });
  const updates = logs[0] ?? [];
  const rankers = logs.at(-1) ?? [];
  const lessonsOf = async (batches: typeof updates, share = 1): Promise<Examples> => {
    const state = createServingState();
    for (const batch of batches) await foldBatch(state, batch, { sampling: fixedSampling(share) });
    expect(state.lessons.noted).toBeLessThanOrEqual(state.quality.baskets);
    return examplesIn(state.lessons);
  };
  const lessons = await lessonsOf(updates);

  expect(lessons.sizes.length).toBeGreaterThan(200);
  const hits = Array.from(lessons.sizes, (size, list) => [lessons.bought.subarray(lessons.starts[list], lessons.starts[list + 1]).filter((each) => each === 1).length, size] as const);
  for (const [hit, size] of hits) expect(hit).toBeLessThanOrEqual(size);
  expect(hits.filter(([hit]) => hit > 0).length).toBeGreaterThan(hits.length / 3);
  expect(await lessonsOf([...rankers, ...updates])).toEqual(lessons);
  expect((await lessonsOf(updates, 0)).sizes).toHaveLength(0);
});
