import type { Analysis } from "@segue/shared/analysis/analysis";
import type { ExampleCustomer, SegmentPurchases } from "@segue/shared/analysis/segment-purchases";
import { boughtMore } from "@segue/shared/analysis/segment-purchases";
import { centralRows } from "@segue/shared/analysis/central-rows";
import type { Customer } from "@segue/shared/customers/customer";
import { evolve } from "@segue/shared/customers/evolve";
import { itemAt } from "@segue/shared/customers/item-table";
import type { Item, ItemTable } from "@segue/shared/customers/item-table";
import type { ListName } from "@segue/shared/list-names";
import { applyProduct } from "@segue/shared/recommendation/model/catalogue";
import { applyEntry } from "@segue/shared/recommendation/fold";
import { itemOf } from "@segue/shared/recommendation/model/item-index";
import { setSegment } from "@segue/shared/recommendation/model/memberships";
import { productsBefore } from "@segue/shared/recommendation/stored-customer";
import type { Recommendation } from "@segue/shared/recommendation/recommend";
import { recommend, segmentTop } from "@segue/shared/recommendation/recommend";
import { slotOfSegment } from "@segue/shared/recommendation/model/segment-counts";
import type { ServingModel } from "@segue/shared/recommendation/model/serving-model";
import { createModel } from "@segue/shared/recommendation/model/serving-model";
import { UNSPECIFIED_PRODUCT } from "../purchase-log/line-reader.ts";
import type { PurchaseOrder } from "../purchase-log/order-table.ts";
import { purchaseEvent } from "../purchase-log/purchase-event.ts";
import type { GroupedLog } from "../purchase-log/read-orders.ts";
import { UNNAMED_CURRENCY } from "./purchase-table.ts";

const LISTED = 10;
/** One customer may be odd; three show what their segment has in common. */
const EXAMPLES = 3;

/** What each segment buys more than others and would be shown; `null` where there are no segments, or the log names no products. */
export function purchaseLists(analysis: Analysis, log: GroupedLog, onProgress: (share: number) => void): SegmentPurchases[] | null {
  const { segmentation, ids } = analysis;
  const named = log.products.some(({ productId }) => productId !== UNSPECIFIED_PRODUCT);
  if (segmentation === null || !named) return null;
  const { labels } = segmentation.clustering.partition;
  const segmentOf = new Map(ids.map((id, row) => [id, labels[row] ?? -1]));
  const learnt = learn(log, { segments: segmentation.segments.length, segmentOf, onProgress });
  const idOf = (number: number): string => segmentation.segments[number]?.id ?? "";
  for (const [customerId, number] of segmentOf) if (number >= 0) setSegment(learnt.model, customerId, idOf(number));
  const more = boughtMore({ orders: learnt.orders, products: [...learnt.bySegment].map(([productId, bySegment]) => ({ productId, ...titleOf(learnt.model, productId), bySegment })) });
  const examples = centralRows(segmentation, EXAMPLES);
  const now = log.report.lastTime;
  return segmentation.segments.map(({ id, strategy }, number) => {
    const slot = slotOfSegment(learnt.model, id);
    return {
      segmentId: id,
      orders: learnt.orders[number] ?? 0,
      boughtMore: more[number] ?? [],
      recommended: segmentTop(learnt.model, { segmentSlot: slot, now, limit: LISTED }),
      examples: (examples[number] ?? []).flatMap((row): ExampleCustomer[] => {
        const customer = learnt.customers.get(ids[row] ?? "");
        if (customer === undefined) return [];
        return [{ customerId: customer.customerId, features: featuresAt(analysis, row), items: listFor(learnt.model, customer, { slot, now, list: strategy.list ?? "for-you" }) }];
      }),
    };
  });
}

interface Learnt {
  readonly model: ServingModel;
  readonly customers: Map<string, Customer>;
  readonly orders: number[];
  /** Product -> orders of each segment with it. */
  readonly bySegment: Map<string, number[]>;
}

interface Learning {
  readonly segments: number;
  readonly segmentOf: ReadonlyMap<string, number>;
  readonly onProgress: (share: number) => void;
}

/** Orders between two reports of progress. */
const STEP = 1000;

/** Folds all orders into the model that serves, in order of time, as the stream would. */
function learn({ products, orders, report }: GroupedLog, { segments, segmentOf, onProgress }: Learning): Learnt {
  const learnt: Learnt = { model: createModel(), customers: new Map(), orders: new Array<number>(segments).fill(0), bySegment: new Map() };
  for (const product of products) applyProduct(learnt.model, product.productId, product);
  let offset = 0;
  for (const order of orders()) {
    if (offset % STEP === 0) onProgress(offset / report.orders);
    learnOrder(learnt, order, { offset: offset++, segment: segmentOf.get(order.customerId) ?? -1 });
  }
  return learnt;
}

function learnOrder(learnt: Learnt, order: PurchaseOrder, { offset, segment }: { readonly offset: number; readonly segment: number }): void {
  const { customerId, time } = order;
  const before = learnt.customers.get(customerId) ?? null;
  const distinctBefore = before?.variety ?? 0;
  const evolved = evolve(before, purchaseEvent(order), { time, offset, defaultCurrency: UNNAMED_CURRENCY });
  if (evolved.outcome !== "applied" || evolved.customer === null) return;
  learnt.customers.set(customerId, evolved.customer);
  const { items } = evolved.customer;
  const products = () => productsBefore({ items: { list: historyOf(items) } }, []);
  applyEntry(learnt.model, { offset, customerId, cause: evolved.cause }, { distinctBefore, products });
  if (segment >= 0) countOrder(learnt, segment, evolved.cause.items.map(({ productId }) => productId));
}

function countOrder(learnt: Learnt, segment: number, products: readonly string[]): void {
  learnt.orders[segment] = (learnt.orders[segment] ?? 0) + 1;
  for (const productId of products) {
    if (productId === UNSPECIFIED_PRODUCT) continue;
    const counts = learnt.bySegment.get(productId) ?? new Array<number>(learnt.orders.length).fill(0);
    counts[segment] = (counts[segment] ?? 0) + 1;
    learnt.bySegment.set(productId, counts);
  }
}

function featuresAt({ features, columns, values }: Analysis, row: number): Record<string, number | null> {
  const valueOf = (name: string): number => values[row * columns.length + columns.findIndex((column) => column.name === name)] ?? Number.NaN;
  return Object.fromEntries(features.map((name) => [name, Number.isNaN(valueOf(name)) ? null : valueOf(name)]));
}

function listFor(model: ServingModel, customer: Customer, at: { readonly slot: number; readonly now: number; readonly list: ListName }): Recommendation[] {
  const request = { customerId: customer.customerId, history: historyOf(customer.items), baskets: customer.orders, segmentSlot: at.slot, now: at.now };
  return recommend(model, { ...request, limit: LISTED, strategy: at.list });
}

const historyOf = (items: ItemTable): Item[] => items.ids.map((_, row) => itemAt(items, row));

function titleOf({ items }: ServingModel, productId: string): { readonly title?: string } {
  const title = items.titles[itemOf(items, productId)];
  return title === undefined ? {} : { title };
}
