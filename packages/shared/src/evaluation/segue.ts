import { everBought, itemAt } from "../customers/item-table.ts";
import { applyEntry } from "../recommendation/fold.ts";
import { recommend } from "../recommendation/recommend.ts";
import type { Strategy } from "../recommendation/recommend.ts";
import { setSegmentSlots } from "../recommendation/segment-slots.ts";
import { createModel } from "../recommendation/serving-model.ts";
import { createCustomers, customerAt, takeBasket } from "./customers.ts";
import type { Method, Question } from "./method.ts";
import { LONGEST } from "./metrics.ts";
import type { Past } from "./past.ts";
import type { SegmentTrack } from "./segment-track.ts";

/** The product itself: what ingest, the recommender's fold and its `recommend()` make of the log. */
export function segue(past: Past, track: SegmentTrack): Method {
  const { log } = past;
  const model = createModel();
  const customers = createCustomers(log);
  const numbers = new Map(log.productIds.map((id, product) => [id, product]));
  setSegmentSlots(model, new Array<number>(track.segments).fill(-1));
  const list = ({ basket, customer, time }: Question, strategy: Strategy): readonly number[] => {
    const { customerId, items, orders } = customerAt(customers, customer);
    const history = items.ids.map((_, row) => itemAt(items, row));
    const request = { customerId, history, baskets: orders, segmentSlot: track.before[basket], now: time, limit: LONGEST, strategy };
    const recommended = recommend(model, { ...request, everBought: (productId) => everBought(items, productId) });
    return recommended.map(({ productId }) => numbers.get(productId) ?? -1);
  };
  return {
    predict: (question) => ({
      all: list(question, "for-you"),
      explore: list(question, "discover"),
      repeat: list(question, "rebuy").filter((product) => past.marks[product] === past.mark),
    }),
    learn(basket) {
      const { entry, varietyBefore } = takeBasket(customers, basket);
      applyEntry(model, entry, { segmentSlot: track.after[basket], distinctBefore: varietyBefore });
    },
  };
}
