import { beforeAll, describe, expect, it } from "vitest";
import { seededRandom } from "@segue/shared/math/random";
import type { Batch } from "@segue/shared/ports/event-log";
import { customerOf } from "@segue/shared/recommendation/model/indexed-customers";
import { segmentOf, tasteOf } from "@segue/shared/recommendation/model/memberships";
import { recommend } from "@segue/shared/recommendation/recommend";
import type { Recommendation, RecommendRequest } from "@segue/shared/recommendation/recommend";
import type { ServingModel } from "@segue/shared/recommendation/model/serving-model";
import { decodeSnapshot } from "@segue/shared/recommendation/model/snapshot";
import { partitionedShop } from "../../../test/support/partitioned-shop.ts";
import type { PartitionedShop } from "../../../test/support/partitioned-shop.ts";
import { foldBatch } from "./fold.ts";
import { createServingState } from "./serving-state.ts";
import type { ServingState } from "./serving-state.ts";
import { encodeState } from "./snapshots.ts";

/** Enough purchases that postings overflow, customers lose their last posting, and the clocks come to another era. */
const shop = partitionedShop({ seed: 5, partitions: 3, events: 4_000, customers: 700, products: 60, days: 1_000 });
const SEVERAL = [...shop.customers.keys()].filter((_, index) => index % 8 === 0);

/** On a machine that does many other things at once, in milliseconds. */
const PATIENCE = 120_000;

/** Each partition in its order, and the partitions and topics in an order of their own; at step `restartAt` as after a restart. */
async function fold({ logs }: PartitionedShop, { seed, restartAt = -1 }: { readonly seed: number; readonly restartAt?: number }): Promise<ServingModel> {
  let state = createServingState();
  const random = seededRandom(seed);
  const left = logs.map((log) => ({ log, at: 0 }));
  for (let step = 0; left.some(({ log, at }) => at < log.length); step++) {
    if (step === restartAt) state = restarted(state);
    await foldBatch(state, nextOf(left, random));
  }
  return state.model;
}

/** Runs of records of one partition, as a consumer gets them. */
let current = 0;
function nextOf(left: { readonly log: readonly Batch[]; at: number }[], random: () => number): Batch {
  if (random() < 0.2) current = Math.floor(random() * left.length);
  while (left[current % left.length].at === left[current % left.length].log.length) current++;
  const reader = left[current % left.length];
  return reader.log[reader.at++];
}

function restarted(state: ServingState): ServingState {
  const { model, meta, lessons } = decodeSnapshot([...encodeState(state)]);
  return { ...(meta as Omit<ServingState, "model" | "lessons">), model, lessons };
}

function requestFor(model: ServingModel, customerId: string, strategy: RecommendRequest["strategy"]): RecommendRequest {
  const customer = shop.customers.get(customerId);
  const history = (customer?.items.ids ?? []).map((productId, row) => ({ productId, count: 1, decayed: 1, last: shop.end - row * 86_400_000 }));
  return { customerId, history, baskets: customer?.orders ?? 0, segmentSlot: segmentOf(model, customerId), now: shop.end, limit: 20, strategy };
}

const listsOf = (model: ServingModel): readonly Recommendation[][] =>
  (["for-you", "discover", "trending"] as const).flatMap((strategy) => SEVERAL.map((customerId) => recommend(model, requestFor(model, customerId, strategy))));

const nameOf = ({ popularity }: ServingModel, slot: number): string | undefined => popularity.segments[slot]?.id;

describe("two recommenders that read the same records in another order", () => {
  let one: ServingModel;
  let other: ServingModel;
  beforeAll(async () => {
    one = await fold(shop, { seed: 1 });
    other = await fold(shop, { seed: 2, restartAt: 1_500 });
  }, PATIENCE);

  it("give equal lists to everybody", () => {
    const lists = listsOf(other);
    for (const [index, list] of listsOf(one).entries()) {
      expect(list.map(({ productId }) => productId)).toEqual(lists[index]?.map(({ productId }) => productId));
      for (const [rank, { score }] of list.entries()) expect(Math.abs(score - (lists[index]?.[rank]?.score ?? 0))).toBeLessThan(1e-9);
    }
  }, PATIENCE);

  it("say the same of what goes together, of the record published last", () => {
    expect(one.associations.products).toHaveLength(60);
    expect(one.associations.columns.weights.length).toBe(180);
    expect(other.associations.columns).toEqual(one.associations.columns);
    const reasons = new Set(listsOf(other).flat().map(({ reason }) => reason.kind));
    expect(reasons).toContain("bought-together");
  });

  it("index the same customers and count the same for each segment", () => {
    for (const customerId of shop.customers.keys()) expect(customerOf(one.customers, customerId) >= 0).toBe(customerOf(other.customers, customerId) >= 0);
    for (const customerId of shop.customers.keys()) expect(nameOf(one, tasteOf(one, customerId))).toBe(nameOf(other, tasteOf(other, customerId)));
    for (const { id, total, members } of one.popularity.segments) {
      expect(other.popularity.segments.find((segment) => segment.id === id)).toMatchObject({ total, members });
    }
    expect(one.popularity.everybody.total).toBe(other.popularity.everybody.total);
  });

  it("were put to the test: postings overflowed, customers fell out of them, segments were left and the clocks came to another era", () => {
    const { postingLength } = one.items.columns;
    expect(postingLength.filter((length) => length === 128).length).toBeGreaterThan(20);
    expect([...shop.customers.keys()].filter((id) => customerOf(one.customers, id) < 0).length).toBeGreaterThan(5);
    expect(one.popularity.segments.map(({ id }) => id).sort()).toEqual(["seg-1", "seg-2", "seg-3", "taste-1", "taste-2"]);
    expect(one.popularity.segments.every(({ members, total }) => members > 50 && total > 0)).toBe(true);
    expect(one.popularity.totals.recentBefore).toBeGreaterThan(0);
  });
});
