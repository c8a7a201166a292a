import { productsOf } from "../basket-log.ts";
import type { Method } from "../method.ts";
import { methodOf } from "../method.ts";
import type { Past } from "../past.ts";
import { addScore } from "../score-sheet.ts";
import { growthFrom } from "../growth.ts";

const DAY = 86_400_000;
const HALF_LIFE = 60;
/** The customer's products that are looked up: the latest. */
const QUERY = 100;
/** Larger baskets count with their first products: pairs are quadratic. */
const MOST_IN_BASKET = 100;

/** Decayed counts of baskets with a product and each of the others, exact and unbounded. */
interface Row {
  readonly others: number[];
  readonly counts: number[];
  readonly places: Map<number, number>;
}

/**
 * Item-item cosine at basket level with a half-life of 60 days (design 2, Dynamic Index: Jeunen, RecSys 2019):
 * sum over the customer's products i of 2^(-age / 60 d) C_ij / sqrt(C_i C_j).
 */
export function itemCosine(past: Past): Method {
  const weightAt = growthFrom(past.log.times[0], HALF_LIFE);
  const rows = past.log.productIds.map((): Row => ({ others: [], counts: [], places: new Map() }));
  const totals = new Float64Array(rows.length);
  return methodOf(past, {
    score({ customer, time }, sheet) {
      const { products, last } = past.buyers[customer];
      const latest = [...products.keys()].sort((a, b) => last[b] - last[a]).slice(0, QUERY);
      for (const place of latest) {
        const product = products[place];
        const weight = 2 ** ((last[place] - time) / (HALF_LIFE * DAY)) / Math.sqrt(totals[product]);
        addScore(sheet, product, weight * Math.sqrt(totals[product]));
        const { others, counts } = rows[product];
        for (let i = 0; i < others.length; i++) addScore(sheet, others[i], (weight * counts[i]) / Math.sqrt(totals[others[i]]));
      }
    },
    learn(basket) {
      const weight = weightAt(past.log.times[basket]);
      const products = productsOf(past.log, basket).subarray(0, MOST_IN_BASKET);
      for (const product of products) {
        totals[product] += weight;
        for (const other of products) if (other !== product) count(rows[product], other, weight);
      }
    },
  });
}

function count(row: Row, other: number, weight: number): void {
  const place = row.places.get(other) ?? row.others.push(other) - 1;
  row.places.set(other, place);
  row.counts[place] = (row.counts[place] ?? 0) + weight;
}
