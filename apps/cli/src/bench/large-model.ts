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

/** A model of a shop before its first order: the catalogue with titles and categories, and the segments and tastes of all customers. */
export function openedShop({ items, customers }: ShopSize): ServingModel {
  const model = createModel();
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
