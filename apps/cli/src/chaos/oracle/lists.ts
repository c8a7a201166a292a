import { answer, decodeAsker } from "@segue/recommender/answer";
import { foldBatch } from "@segue/recommender/fold";
import { createServingState, FOLDED } from "@segue/recommender/serving-state";
import type { ServingState } from "@segue/recommender/serving-state";
import { recommendationsSchema } from "@segue/shared/api/recommendations";
import type { RecommendationsReply, RecommendationsRequest } from "@segue/shared/api/recommendations";
import type { EventLog } from "@segue/shared/ports/event-log";
import type { StateStore } from "@segue/shared/ports/state-store";
import { readWhole } from "@segue/platform/read-whole";

export interface ListEvidence {
  readonly log: EventLog;
  readonly store: StateStore;
  /** Of the recommenders. */
  readonly urls: readonly string[];
  readonly customerIds: readonly string[];
}

type Items = RecommendationsReply["items"];

const STRATEGIES = ["for-you", "discover", "rebuy", "trending"] as const;
const SAMPLE = 60;
const LIMIT = 20;
const STRANGER = "a-stranger";
/** Sums of the same numbers in another order. */
const TOLERANCE = 1e-9;
/** How many lists of the recommenders differ from those of a fold of the log, for customers from everywhere and a stranger. */
export async function judgeLists({ log, store, urls, customerIds }: ListEvidence): Promise<number> {
  const state = createServingState();
  await readWhole({ log, topics: FOLDED, group: "oracle" }, (batch) => foldBatch(state, batch));
  const sorted = [...customerIds].sort();
  const every = Math.max(1, Math.floor(sorted.length / SAMPLE));
  let wrong = 0;
  for (const customerId of [STRANGER, ...sorted.filter((_, i) => i % every === 0)]) {
    for (const strategy of STRATEGIES) {
      const expected = await expectedItems(state, store, { customerId, strategy });
      const lists = await Promise.all(urls.map((url) => itemsFrom(url, { customerId, strategy })));
      wrong += lists.filter((items) => !isSame(items, expected)).length;
    }
  }
  return wrong;
}

interface Question {
  readonly customerId: string;
  readonly strategy: (typeof STRATEGIES)[number];
}

async function expectedItems(state: ServingState, store: StateStore, { customerId, strategy }: Question): Promise<Items> {
  const [[customer], [assignment]] = await Promise.all([store.get("customers", [customerId]), store.get("assignments", [customerId])]);
  const request: RecommendationsRequest = { customerId, strategy, limit: LIMIT, explain: false };
  return answer(state, decodeAsker(customerId, { customer, assignment }), { request, now: state.clock, recommendationId: "expected" }).items;
}

async function itemsFrom(url: string, { customerId, strategy }: Question): Promise<Items> {
  const reply = await fetch(`${url}/v1/recommendations?${new URLSearchParams({ customerId, strategy, limit: String(LIMIT) }).toString()}`);
  return recommendationsSchema.parse(await reply.json()).items;
}

function isSame(items: Items, expected: Items): boolean {
  return (
    items.length === expected.length &&
    items.every(({ productId, score }, rank) => {
      const other = expected[rank];
      return other !== undefined && productId === other.productId && Math.abs(score - other.score) <= TOLERANCE * Math.max(1, Math.abs(other.score));
    })
  );
}
