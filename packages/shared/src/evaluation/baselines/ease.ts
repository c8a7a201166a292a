import { invertPositiveDefinite } from "../../associations/inverse.ts";
import type { Method } from "../method.ts";
import { methodOf } from "../method.ts";
import type { Past } from "../past.ts";
import { addScore } from "../score-sheet.ts";
import { DAY_MS } from "../../recommendation/weights.ts";

/** Only so many products, those in most baskets: the inverse is dense. */
const HEAD = 1000;
const REFIT_DAYS = 7;
const HALF_LIFE_DAYS = 60;
/** The l2 penalty, as a share of the mean of the diagonal, so that it does not depend on the size of the shop. */
const PENALTY = 5;

/**
 * EASE^R (Steck, arXiv 1905.03375) as a yardstick: B = -P / diag(P) off the diagonal with P = (X'X + l I)^-1, where X holds each
 * customer's products decayed by 60 days. Refit every seven days of the log on the 1,000 most popular products.
 */
export function ease(past: Past): Method {
  let fit: Fit | null = null;
  let due = Number.NEGATIVE_INFINITY;
  return methodOf(past, {
    score({ customer, time }, sheet) {
      if (time >= due) {
        fit = refit(past, time);
        due = time + REFIT_DAYS * DAY_MS;
      }
      if (fit === null) return;
      for (const [place, product] of past.buyers[customer].products.entries()) {
        const row = fit.places.get(product);
        if (row === undefined) continue;
        const weight = decay(time - past.buyers[customer].last[place]);
        const size = fit.products.length;
        for (let column = 0; column < size; column++) addScore(sheet, fit.products[column], weight * fit.weights[row * size + column]);
      }
    },
    learn(basket) {
      // A basket that is learnt counts from the next refit on; only then is it looked at.
      if (due === Number.NEGATIVE_INFINITY) due = past.log.times[basket] + REFIT_DAYS * DAY_MS;
    },
  });
}

interface Fit {
  readonly products: readonly number[];
  readonly places: ReadonlyMap<number, number>;
  /** B, row by row. */
  readonly weights: Float64Array;
}

const decay = (age: number): number => 2 ** (-age / (HALF_LIFE_DAYS * DAY_MS));

function refit(past: Past, time: number): Fit | null {
  const products = Array.from(past.mostPopular.ids.subarray(0, Math.min(HEAD, past.mostPopular.size)));
  if (products.length < 2) return null;
  const places = new Map(products.map((product, place) => [product, place]));
  const size = products.length;
  const weights = gramOf(past, places, time);
  let trace = 0;
  for (let i = 0; i < size; i++) trace += weights[i * (size + 1)];
  for (let i = 0; i < size; i++) weights[i * (size + 1)] += (PENALTY * trace) / size;
  invertPositiveDefinite(weights, size);
  const diagonal = Float64Array.from(products, (_, i) => weights[i * (size + 1)]);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) weights[row * size + column] = row === column ? 0 : -weights[row * size + column] / diagonal[column];
  }
  return { products, places, weights };
}

/** X'X over customers, a customer's entry being 2^(-age of the last purchase / 60 d). */
function gramOf(past: Past, places: ReadonlyMap<number, number>, time: number): Float64Array {
  const size = places.size;
  const sums = new Float64Array(size * size);
  for (const buyer of past.buyers) {
    const rows: number[] = [];
    const values: number[] = [];
    for (const [k, product] of buyer.products.entries()) {
      const place = places.get(product);
      if (place === undefined) continue;
      rows.push(place);
      values.push(decay(time - buyer.last[k]));
    }
    for (let a = 0; a < rows.length; a++) for (let b = 0; b < rows.length; b++) sums[rows[a] * size + rows[b]] += values[a] * values[b];
  }
  return sums;
}
