import { everBought, itemAt } from "../customers/item-table.ts";
import type { Item, ItemTable } from "../customers/item-table.ts";
import { adoptAssociations } from "../recommendation/model/association-rows.ts";
import { applyEntry } from "../recommendation/fold.ts";
import { applyProduct } from "../recommendation/model/catalogue.ts";
import { itemOf } from "../recommendation/model/item-index.ts";
import { segmentOf, setSegment, setTaste } from "../recommendation/model/memberships.ts";
import { recommend } from "../recommendation/recommend.ts";
import type { ListName } from "../list-names.ts";
import { createModel } from "../recommendation/model/serving-model.ts";
import type { ServingModel } from "../recommendation/model/serving-model.ts";
import { productsBefore } from "../recommendation/stored-customer.ts";
import { SETTINGS } from "../recommendation/weights.ts";
import type { Weights } from "../recommendation/weights.ts";
import { productsOf } from "./basket-log.ts";
import type { BasketLog } from "./basket-log.ts";
import { createCustomers, customerAt, takeBasket } from "./customers.ts";
import type { AssociationTrack } from "./association-track.ts";
import type { Method, Question } from "./method.ts";
import { LONGEST } from "./metrics.ts";
import { isMarked } from "./past.ts";
import type { Past } from "./past.ts";
import type { SegmentTrack } from "./segment-track.ts";

/** Enough of a list to hold {@link LONGEST} products that the customer bought before, where there are so many. */
const LONG = 60;

/** What is changed to show what it adds. */
export interface Changes {
  readonly weights?: Partial<Weights>;
  readonly diversity?: number;
}

/** The segments of what customers do, those of what they buy, and what goes together. */
export interface Tracks {
  readonly track: SegmentTrack;
  readonly tastes: SegmentTrack;
  readonly associations: AssociationTrack;
}

/** The product itself: what ingest, the recommender's fold and its `recommend()` make of the log. A product has its category from its first sale on. */
export function segue(past: Past, { track, tastes, associations }: Tracks, { weights = {}, diversity }: Changes = {}): Method {
  const { log } = past;
  const model = createModel({ ...SETTINGS.weights, ...weights });
  const customers = createCustomers(log);
  const numbers = new Map(log.productIds.map((id, product) => [id, product]));
  const moves = [mover(log, (customerId, segment) => setSegment(model, customerId, segment < 0 ? null : `segment-${segment}`)), mover(log, (customerId, taste) => setTaste(model, customerId, taste < 0 ? null : `taste-${taste}`))];
  const move = (customer: number, basket: number, when: "before" | "after"): void => [track, tastes].forEach((each, i) => moves[i](customer, each[when][basket]));
  let adopted = 0;
  const adopt = (basket: number): void => {
    for (; adopted < associations.length && associations[adopted].basket <= basket; adopted++) adoptAssociations(model, associations[adopted].associations);
  };
  const list = ({ customer, time }: Question, strategy: ListName): readonly number[] => {
    const { customerId, items, orders } = customerAt(customers, customer);
    const history = historyOf(items);
    const request = { customerId, history, baskets: orders, segmentSlot: segmentOf(model, customerId), now: time, limit: LONG, strategy, diversity };
    const recommended = recommend(model, { ...request, everBought: (productId) => everBought(items, productId) });
    return recommended.map(({ productId }) => numbers.get(productId) ?? -1);
  };
  return {
    predict(question) {
      move(question.customer, question.basket, "before");
      adopt(question.basket);
      const all = list(question, "for-you");
      return {
        all: all.slice(0, LONGEST),
        explore: list(question, "discover").slice(0, LONGEST),
        repeat: all.filter((product) => isMarked(past, product)).slice(0, LONGEST),
      };
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
