import { productsOf } from "../basket-log.ts";
import type { Method } from "../method.ts";
import { methodOf } from "../method.ts";
import type { Past } from "../past.ts";
import { addScore } from "../score-sheet.ts";
import { createVectors, dotProducts, setVector } from "./customer-vectors.ts";

/** Baskets of the window r, and the asymmetry of the cosine; locality q = 1 (design 1.1: on TaFeng better than the 10 of its repository). */
const RECENT = 10;
const ASYMMETRY = 0.75;

/**
 * UP-CF@r (Faggioli, Polato and Aiolli, UMAP 2020): sum over all customers v of sim(u, v) f_vj, where f_vj is the share of v's last
 * r baskets with j and sim(u, v) = u.v / (|u|^(2 a) |v|^(2 (1 - a))). The customer is among the v.
 */
export function upCf(past: Past): Method {
  const vectors = createVectors(past);
  const dots = new Float64Array(past.buyers.length);
  return methodOf(past, {
    score({ customer }, sheet) {
      dotProducts(vectors, customer, dots);
      const own = vectors.squaredNorms[customer] ** ASYMMETRY;
      for (let other = 0; other < dots.length; other++) {
        if (dots[other] === 0) continue;
        const similarity = dots[other] / (own * vectors.squaredNorms[other] ** (1 - ASYMMETRY));
        const { products } = past.buyers[other];
        const values = vectors.values[other];
        for (let k = 0; k < values.length; k++) if (values[k] > 0) addScore(sheet, products[k], similarity * values[k]);
      }
    },
    learn(basket) {
      const customer = past.log.customers[basket];
      const buyer = past.buyers[customer];
      const recent = [...buyer.baskets, basket].slice(-RECENT);
      const counts = new Map<number, number>();
      for (const each of recent) for (const product of productsOf(past.log, each)) counts.set(product, (counts.get(product) ?? 0) + 1 / recent.length);
      const products = [...buyer.products, ...Array.from(productsOf(past.log, basket)).filter((product) => !buyer.places.has(product))];
      setVector(vectors, customer, { products, values: products.map((product) => counts.get(product) ?? 0) });
    },
  });
}
