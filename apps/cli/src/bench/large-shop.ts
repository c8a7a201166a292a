import type { Cause, CauseItem } from "@segue/shared/events/customer-update";
import type { Random } from "@segue/shared/math/random";
import { seededRandom } from "@segue/shared/math/random";
import type { HistoryItem } from "@segue/shared/recommendation/ranking/repeat-score";
import { DAY_MS, SETTINGS } from "@segue/shared/recommendation/weights";

/** How large a made-up shop is. */
export interface ShopSize {
  readonly items: number;
  readonly customers: number;
}

/** An order of a made-up customer. */
export interface MadeOrder {
  readonly customer: number;
  readonly cause: Cause;
  readonly distinctBefore: number;
  /** What the customer has bought once the order is over. */
  readonly history: () => readonly HistoryItem[];
}

export interface LargeShop {
  readonly orderCount: number;
  /** All orders, day by day. */
  readonly orders: () => Generator<MadeOrder>;
  /** Whose order it is: of orders drawn evenly, customers by how active they are. */
  readonly buyerOf: (order: number) => number;
  /** What a customer has bought at the end. */
  readonly customer: (customer: number) => { readonly history: readonly HistoryItem[]; readonly baskets: number };
}

const START = Date.UTC(2025, 0, 1);
const DAYS = 360;
/** The tails of orders per customer and of lines per order, and where they are cut off. */
const ORDERS = { exponent: 0.7, most: 25 };
const LINES = { exponent: 0.7, most: 20 };
/** Share of lines that repeat one of the customer's. */
const REPEATS = 0.3;

interface PlannedOrder {
  readonly time: number;
  readonly products: readonly number[];
}

/**
 * A year of orders, made up and the same every time: the share of the product of rank r falls as 1 / r (log-uniform popularity), orders
 * per customer and lines per order have power-law tails, and three lines in ten repeat one. A customer's year follows from their
 * number, so that of a shop of millions next to nothing is stored.
 */
export function largeShop({ items, customers }: ShopSize): LargeShop {
  const planOf = (customer: number): readonly PlannedOrder[] => planned(seededRandom(customer + 1), items);
  const buyers = byDay(customers, planOf);
  return {
    orderCount: buyers.length,
    *orders() {
      const next = new Uint8Array(customers);
      for (const customer of buyers) {
        const at = next[customer] ?? 0;
        next[customer] = at + 1;
        yield madeOrder(customer, planOf(customer).slice(0, at + 1));
      }
    },
    buyerOf: (order) => buyers[order] ?? 0,
    customer(customer) {
      const plan = planOf(customer);
      return { history: historyOf(plan), baskets: plan.length };
    },
  };
}

export const productId = (product: number): string => `product-${product}`;
export const customerId = (customer: number): string => `customer-${customer}`;

/** A whole number from 1 on, larger ones the rarer: P(n or more) = n^(-1 / exponent). */
function powerLaw(random: Random, { exponent, most }: typeof ORDERS): number {
  return Math.min(most, Math.floor((1 - random()) ** -exponent));
}

function planned(random: Random, items: number): PlannedOrder[] {
  const known: number[] = [];
  const times = Array.from({ length: powerLaw(random, ORDERS) }, () => START + Math.floor(random() * DAYS * DAY_MS)).sort((a, b) => a - b);
  return times.map((time) => {
    const products = new Set<number>();
    for (let line = 3 + powerLaw(random, LINES); line > 0; line--) {
      const repeated = random() < REPEATS ? known[Math.floor(random() * known.length)] : undefined;
      products.add(repeated ?? Math.floor(items ** random()) - 1);
    }
    for (const product of products) if (!known.includes(product)) known.push(product);
    return { time, products: [...products] };
  });
}

/** The customers of all orders by the day of the order (counting sort). */
function byDay(customers: number, planOf: (customer: number) => readonly PlannedOrder[]): Int32Array {
  const counts = new Int32Array(DAYS);
  const eachOrder = (visit: (customer: number, day: number) => void): void => {
    for (let customer = 0; customer < customers; customer++) for (const { time } of planOf(customer)) visit(customer, Math.floor((time - START) / DAY_MS));
  };
  eachOrder((_, day) => (counts[day] = (counts[day] ?? 0) + 1));
  let total = 0;
  const next = counts.map((count) => (total += count) - count);
  const sorted = new Int32Array(total);
  eachOrder((customer, day) => {
    const at = next[day] ?? 0;
    sorted[at] = customer;
    next[day] = at + 1;
  });
  return sorted;
}

/** The last of a customer's orders so far. */
function madeOrder(customer: number, orders: readonly PlannedOrder[]): MadeOrder {
  const earlier = orders.slice(0, -1);
  const { time, products } = orders.at(-1) ?? { time: START, products: [] };
  const items = products.map((product): CauseItem => {
    const times = earlier.flatMap((order) => (order.products.includes(product) ? [order.time] : []));
    return { productId: productId(product), quantity: 1, prevCount: times.length, prevLast: times.at(-1) ?? 0, count: times.length + 1 };
  });
  const distinctBefore = new Set(earlier.flatMap((order) => order.products)).size;
  return { customer, cause: { type: "purchase", orderId: "", time, items }, distinctBefore, history: () => historyOf(orders) };
}

function historyOf(orders: readonly PlannedOrder[]): HistoryItem[] {
  const history = new Map<number, HistoryItem>();
  for (const { time, products } of orders) for (const product of products) history.set(product, boughtAgain(history.get(product), product, time));
  return [...history.values()];
}

function boughtAgain(before: HistoryItem | undefined, product: number, time: number): HistoryItem {
  const { count, decayed, last } = before ?? { count: 0, decayed: 0, last: time };
  return { productId: productId(product), count: count + 1, decayed: 1 + decayed * 2 ** ((last - time) / (SETTINGS.repeat.halfLife * DAY_MS)), last: time };
}
