import type { BasketLog } from "@segue/shared/evaluation/basket-log";

const DAY = 86_400_000;

/** A basket as `[customer, day, products]`. */
export type ABasket = readonly [customer: string, day: number, products: readonly string[]];

/** A purchase log of one unit of each product at a price of 1, in the order given, which must be that of the days. */
export function aBasketLog(baskets: readonly ABasket[]): BasketLog {
  const customerIds = [...new Set(baskets.map(([customer]) => customer))];
  const productIds = [...new Set(baskets.flatMap(([, , products]) => products))];
  const customers = numbered(customerIds);
  const numbers = numbered(productIds);
  const products = baskets.flatMap(([, , bought]) => bought.map((product) => numbers.get(product) ?? -1));
  const starts = [0];
  for (const [, , bought] of baskets) starts.push((starts.at(-1) ?? 0) + bought.length);
  return {
    customers: Int32Array.from(baskets, ([customer]) => customers.get(customer) ?? -1),
    times: Float64Array.from(baskets, ([, day]) => (15_000 + day) * DAY),
    starts: Int32Array.from(starts),
    products: Int32Array.from(products),
    quantities: new Float64Array(products.length).fill(1),
    prices: new Float64Array(products.length).fill(1),
    customerIds,
    productIds,
  };
}

const numbered = (ids: readonly string[]): ReadonlyMap<string, number> => new Map(ids.map((id, number) => [id, number]));
