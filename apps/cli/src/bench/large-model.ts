import { ASSOCIATION_SETTINGS } from "@segue/shared/associations/association-settings";
import type { Associations } from "@segue/shared/associations/associations";
import { seededRandom } from "@segue/shared/math/random";
import { FIT_SETTINGS } from "@segue/shared/ranker/fit-settings";
import type { Ranker } from "@segue/shared/ranker/forest";
import { adoptAssociations } from "@segue/shared/recommendation/model/association-rows";
import { adoptRanker } from "@segue/shared/recommendation/model/adopt-ranker";
import { RANKER_FEATURES } from "@segue/shared/recommendation/ranking/features";
import { applyProduct } from "@segue/shared/recommendation/model/catalogue";
import { applyEntry } from "@segue/shared/recommendation/fold";
import { segmentOf, setSegment, setTaste } from "@segue/shared/recommendation/model/memberships";
import type { RecommendRequest } from "@segue/shared/recommendation/recommend";
import type { ServingModel } from "@segue/shared/recommendation/model/serving-model";
import { createModel } from "@segue/shared/recommendation/model/serving-model";
import type { LargeShop, MadeOrder, ShopSize } from "./large-shop.ts";
import { customerId, productId } from "./large-shop.ts";

const SEGMENTS = 8;
const CATEGORIES = 500;

/** A ranker of as many trees as there are at most, whose thresholds are within the features' values. */
function madeUpRanker(): Ranker {
  const random = seededRandom(2);
  const splits = () => Array.from({ length: FIT_SETTINGS.depth }, () => [Math.floor(random() * RANKER_FEATURES.length), 10 * random() ** 3] as const);
  const leaves = () => Array.from({ length: 2 ** FIT_SETTINGS.depth }, () => (random() - 0.5) / 50);
  return { features: RANKER_FEATURES, trees: Array.from({ length: FIT_SETTINGS.trees }, () => ({ splits: splits(), leaves: leaves() })) };
}

/** What goes together among as many of the products bought most as there are at most, each with as many partners. */
function madeUpAssociations(items: number): Associations {
  const random = seededRandom(3);
  const products = Array.from({ length: Math.min(items, ASSOCIATION_SETTINGS.head) }, (_, product) => productId(product));
  const rows = products.map(() => Array.from({ length: ASSOCIATION_SETTINGS.partners }, () => Math.floor(random() * products.length)));
  return { products, partners: rows, weights: rows.map((row) => row.map(() => 1 + Math.floor(1_000 * random() ** 3))), scale: 1e-4 };
}

/** A model of a shop before its first order: the catalogue with titles and categories, the segments and tastes of all customers, what goes together, and a ranker. */
export function openedShop({ items, customers }: ShopSize): ServingModel {
  const model = createModel();
  adoptAssociations(model, madeUpAssociations(items));
  adoptRanker(model, { ranker: madeUpRanker(), noted: 0, time: 0 });
  for (let product = 0; product < items; product++) {
    applyProduct(model, productId(product), { productId: productId(product), title: `Title of product ${product}`, category: `category-${product % CATEGORIES}` });
  }
  for (let customer = 0; customer < customers; customer++) {
    setSegment(model, customerId(customer), `segment-${customer % SEGMENTS}`);
    setTaste(model, customerId(customer), `taste-${Math.floor(customer / SEGMENTS) % SEGMENTS}`);
  }
  return model;
}

export function learnOrder(model: ServingModel, { customer, cause, distinctBefore, history }: MadeOrder): void {
  applyEntry(model, { offset: 0, customerId: customerId(customer), cause }, { distinctBefore, products: history });
}

/** What the service would ask for a customer at the end of the year. */
export function requestOf(model: ServingModel, shop: LargeShop, customer: number): RecommendRequest {
  const id = customerId(customer);
  return { ...shop.customer(customer), customerId: id, segmentSlot: segmentOf(model, id), now: model.totals.latest, limit: 10, strategy: "for-you" };
}
