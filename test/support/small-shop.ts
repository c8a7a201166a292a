import type { CauseItem } from "@segue/shared/events/customer-update";
import type { Ranker } from "@segue/shared/ranker/forest";
import { applyEntry } from "@segue/shared/recommendation/fold";
import { adoptRanker } from "@segue/shared/recommendation/model/adopt-ranker";
import { segmentOf } from "@segue/shared/recommendation/model/memberships";
import type { RecommendRequest } from "@segue/shared/recommendation/recommend";
import type { HistoryItem } from "@segue/shared/recommendation/ranking/repeat-score";
import { createModel } from "@segue/shared/recommendation/model/serving-model";
import type { ServingModel } from "@segue/shared/recommendation/model/serving-model";
import { productsBefore } from "@segue/shared/recommendation/stored-customer";

const DAY = 86_400_000;
/** Day 0 of a {@link smallShop}. */
export const SHOP_START = Date.UTC(2026, 0, 1);

export interface SmallShop {
  readonly model: ServingModel;
  readonly buy: (customerId: string, day: number, ...products: string[]) => void;
  /** What the recommender would ask for a customer at the newest purchase's time, in the segment they are in. */
  readonly request: (customerId: string, over?: Partial<RecommendRequest>) => RecommendRequest;
}

/** A serving model, with a ranker where one is given, and its customers as ingest would remember them. */
export function smallShop(ranker?: Ranker): SmallShop {
  const model = createModel();
  if (ranker !== undefined) adoptRanker(model, { ranker, noted: 0, time: 0 });
  const histories = new Map<string, Map<string, HistoryItem>>();
  const baskets = new Map<string, number>();
  const historyOf = (id: string): Map<string, HistoryItem> => {
    const history = histories.get(id) ?? new Map<string, HistoryItem>();
    histories.set(id, history);
    return history;
  };
  const buy = (customerId: string, day: number, ...products: string[]): void => {
    const history = historyOf(customerId);
    const time = SHOP_START + day * DAY;
    const distinctBefore = history.size;
    const items = products.map((productId): CauseItem => {
      const known = history.get(productId);
      const count = (known?.count ?? 0) + 1;
      const before = known === undefined ? 0 : known.decayed * 2 ** ((known.last - time) / (120 * DAY));
      history.set(productId, { productId, count, decayed: before + 1, last: time });
      return { productId, quantity: 1, prevCount: count - 1, prevLast: known?.last ?? 0, count };
    });
    baskets.set(customerId, (baskets.get(customerId) ?? 0) + 1);
    const after = () => productsBefore({ items: { list: [...history.values()] } }, []);
    applyEntry(model, { offset: 0, customerId, cause: { type: "purchase", orderId: "", time, items } }, { distinctBefore, products: after });
  };
  const request = (customerId: string, over: Partial<RecommendRequest> = {}): RecommendRequest => ({
    customerId,
    history: [...historyOf(customerId).values()],
    baskets: baskets.get(customerId) ?? 0,
    segmentSlot: segmentOf(model, customerId),
    now: model.totals.latest,
    limit: 10,
    strategy: "for-you",
    ...over,
  });
  return { model, buy, request };
}
