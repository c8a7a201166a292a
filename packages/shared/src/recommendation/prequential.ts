import { DECAY_HALF_LIFE } from "../customers/item-table.ts";
import type { CauseItem } from "../events/customer-update.ts";
import { applyEntry } from "./fold.ts";
import { recommend } from "./recommend.ts";
import type { ListName } from "../segmentation/model.ts";
import type { HistoryItem } from "./repeat-score.ts";
import { createModel } from "./serving-model.ts";
import type { ServingModel } from "./serving-model.ts";

/** One order, with each product once, in order of first appearance. */
export interface PastOrder {
  readonly customerId: string;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly products: readonly string[];
}

/** One scored order. */
export interface Outcome {
  readonly customerId: string;
  readonly recall: number;
  readonly ndcg: number;
  readonly hit: number;
}

/** A list of products for the customer of an order, best first, from what was known before it. */
export type Recommender = (model: ServingModel, order: PastOrder, customer: Buyer) => readonly string[];

/** What is known of a customer before an order. */
export interface Buyer {
  readonly history: Map<string, HistoryItem>;
  baskets: number;
}

export interface Replay {
  readonly recommender: Recommender;
  /** This many orders are learnt only. */
  readonly warmup: number;
  /** Only what the customer never bought counts, in the list and in the order. */
  readonly neverBought?: boolean;
}

const LENGTH = 10;

/**
 * The prequential protocol (Vinagre, Jorge and Gama 2015; design 4.0): each order, in order of time, is first predicted from all
 * orders before it and then learnt, by the code that serves. Returns one outcome per scored order: those of customers with an
 * earlier one, after the warm-up.
 */
export function replayOrders(orders: readonly PastOrder[], replay: Replay): (Outcome | null)[] {
  const model = createModel();
  const buyers = new Map<string, Buyer>();
  const outcomes: (Outcome | null)[] = [];
  for (const [at, order] of orders.entries()) {
    const buyer = buyers.get(order.customerId) ?? { history: new Map<string, HistoryItem>(), baskets: 0 };
    buyers.set(order.customerId, buyer);
    if (at >= replay.warmup && buyer.baskets > 0) outcomes.push(scoreOrder(model, { order, buyer, replay }));
    learn(model, order, buyer);
  }
  return outcomes;
}

/** The product's own recommender, under a strategy. */
export function served(strategy: ListName): Recommender {
  return (model, { customerId, time }, { history, baskets }) =>
    recommend(model, {
      customerId,
      history: [...history.values()],
      baskets,
      segmentSlot: -1,
      now: time,
      limit: LENGTH,
      strategy,
      everBought: (productId) => history.has(productId),
    }).map(({ productId }) => productId);
}

/** Unweighted means over outcomes; those that had nothing to find are left out. */
export function meanOutcome(outcomes: readonly (Outcome | null)[]): { readonly scored: number; readonly recall: number; readonly ndcg: number; readonly hitRate: number } {
  const scored = outcomes.filter((outcome) => outcome !== null);
  const mean = (of: (outcome: Outcome) => number): number => scored.reduce((sum, outcome) => sum + of(outcome), 0) / Math.max(1, scored.length);
  return { scored: scored.length, recall: mean((o) => o.recall), ndcg: mean((o) => o.ndcg), hitRate: mean((o) => o.hit) };
}

interface Scoring {
  readonly order: PastOrder;
  readonly buyer: Buyer;
  readonly replay: Replay;
}

/** R = hits / |B|; nDCG = sum of 1 / log2(rank + 1) over hits, over its value for the ideal list of min(10, |B|). */
function scoreOrder(model: ServingModel, { order, buyer, replay }: Scoring): Outcome | null {
  const wanted = new Set(replay.neverBought === true ? order.products.filter((product) => !buyer.history.has(product)) : order.products);
  if (wanted.size === 0) return null;
  const list = replay.recommender(model, order, buyer);
  let hits = 0;
  let gain = 0;
  let ideal = 0;
  for (let rank = 1; rank <= LENGTH; rank++) {
    if (rank <= wanted.size) ideal += 1 / Math.log2(rank + 1);
    if (rank > list.length || !wanted.has(list[rank - 1])) continue;
    hits++;
    gain += 1 / Math.log2(rank + 1);
  }
  return { customerId: order.customerId, recall: hits / wanted.size, ndcg: gain / ideal, hit: hits > 0 ? 1 : 0 };
}

function learn(model: ServingModel, { customerId, time, products }: PastOrder, buyer: Buyer): void {
  const before = buyer.history.size;
  const items: CauseItem[] = products.map((productId) => {
    const known = buyer.history.get(productId);
    const count = (known?.count ?? 0) + 1;
    const decayed = 1 + (known === undefined ? 0 : known.decayed * 2 ** ((known.last - time) / DECAY_HALF_LIFE));
    buyer.history.set(productId, { productId, count, decayed, last: time });
    return { productId, quantity: 1, prevCount: count - 1, prevLast: known?.last ?? 0, count };
  });
  buyer.baskets++;
  const cause = { type: "purchase", orderId: "", time, items } as const;
  const lastTime = time;
  applyEntry(model, { offset: 0, customerId, cause }, { distinctBefore: before, stored: () => ({ items: { list: [...buyer.history.values()] }, lastTime }) });
}
