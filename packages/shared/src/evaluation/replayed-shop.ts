import { everBought, itemAt } from "../customers/item-table.ts";
import type { Item, ItemTable } from "../customers/item-table.ts";
import type { ListName } from "../list-names.ts";
import { applyEntry } from "../recommendation/fold.ts";
import { adoptAssociations } from "../recommendation/model/association-rows.ts";
import { applyProduct } from "../recommendation/model/catalogue.ts";
import { itemOf } from "../recommendation/model/item-index.ts";
import { segmentOf, setSegment, setTaste } from "../recommendation/model/memberships.ts";
import type { ServingModel } from "../recommendation/model/serving-model.ts";
import type { RecommendRequest } from "../recommendation/recommend.ts";
import { productsBefore } from "../recommendation/stored-customer.ts";
import type { AssociationTrack } from "./association-track.ts";
import { basketCount, productsOf } from "./basket-log.ts";
import type { BasketLog } from "./basket-log.ts";
import { createCustomers, customerAt, takeBasket } from "./customers.ts";
import type { Question } from "./method.ts";
import type { SegmentTrack } from "./segment-track.ts";

/** The segments of what customers do, those of what they buy, and what goes together. */
export interface Tracks {
  readonly track: SegmentTrack;
  readonly tastes: SegmentTrack;
  readonly associations: AssociationTrack;
}

/** Of a log in which nobody is in a segment and nothing goes together. */
export function noTracks(log: BasketLog): Tracks {
  const nobody: SegmentTrack = { before: new Int32Array(basketCount(log)).fill(-1), after: new Int32Array(basketCount(log)).fill(-1), segments: 0, names: [] };
  return { track: nobody, tastes: nobody, associations: [] };
}

/** What ingest, the segmenter and the recommender's fold make of a log, basket by basket. */
export interface ReplayedShop {
  /** What the service would ask of `recommend()` for a customer, with all that was published before the basket. */
  request(question: Question, strategy: ListName): Omit<RecommendRequest, "limit">;
  /** A product has its category from its first sale on. */
  learn(basket: number): void;
}

export function replayedShop(log: BasketLog, model: ServingModel, { track, tastes, associations }: Tracks): ReplayedShop {
  const customers = createCustomers(log);
  const moves = [mover(log, (customerId, segment) => setSegment(model, customerId, segment < 0 ? null : `segment-${segment}`)), mover(log, (customerId, taste) => setTaste(model, customerId, taste < 0 ? null : `taste-${taste}`))];
  const move = (customer: number, basket: number, when: "before" | "after"): void => [track, tastes].forEach((each, i) => moves[i](customer, each[when][basket]));
  let adopted = 0;
  const adopt = (basket: number): void => {
    for (; adopted < associations.length && associations[adopted].basket <= basket; adopted++) adoptAssociations(model, associations[adopted].associations);
  };
  return {
    request({ basket, customer, time }, strategy) {
      move(customer, basket, "before");
      adopt(basket);
      const { customerId, items, orders } = customerAt(customers, customer);
      return { customerId, history: historyOf(items), baskets: orders, segmentSlot: segmentOf(model, customerId), now: time, strategy, everBought: (productId) => everBought(items, productId) };
    },
    learn(basket) {
      if (log.categories !== undefined) nameCategories(model, log, basket);
      const { entry, varietyBefore, customer } = takeBasket(customers, basket);
      const products = () => productsBefore({ items: { list: historyOf(customer.items) } }, []);
      applyEntry(model, entry, { distinctBefore: varietyBefore, products });
      move(log.customers[basket], basket, "after");
    },
  };
}

/** Tells `set` of those who are somewhere else than before. */
function mover(log: BasketLog, set: (customerId: string, segment: number) => void): (customer: number, segment: number) => void {
  const current = new Int32Array(log.customerIds.length).fill(-1);
  return (customer, segment) => {
    if (current[customer] === segment) return;
    current[customer] = segment;
    set(log.customerIds[customer], segment);
  };
}

const historyOf = (items: ItemTable): Item[] => items.ids.map((_, row) => itemAt(items, row));

function nameCategories(model: ServingModel, log: BasketLog, basket: number): void {
  for (const product of productsOf(log, basket)) {
    const [productId, category = ""] = [log.productIds[product], log.categories?.[product]];
    if (category !== "" && itemOf(model.items, productId) < 0) applyProduct(model, productId, { productId, category });
  }
}
