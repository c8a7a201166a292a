import { productsOf } from "../basket-log.ts";
import type { Method, Question } from "../method.ts";
import { methodOf } from "../method.ts";
import type { Past } from "../past.ts";
import { addScore } from "../score-sheet.ts";
import type { ScoreSheet } from "../score-sheet.ts";
import { createTopK, offer, startTopK } from "../../recommendation/model/top-k.ts";

/** Newest baskets per product that are looked at, and baskets that count: the defaults of Serenade. */
const LATEST = 500;
const NEAREST = 500;

/** Whether a basket may be a neighbour of a question. */
export type Allowed = (basket: number, question: Question) => boolean;

/**
 * VMIS-kNN (Kersbergen, Sprangers and Schelter, SIGMOD 2022) with baskets as sessions: the customer's last basket finds the 500
 * baskets most similar to it among the newest 500 with each of its products, sim = sum of idf over shared products, and they vote
 * for their products with sim x idf. `allowed` leaves baskets out.
 */
export function vmis(past: Past, allowed: Allowed = () => true): Method {
  const latest = past.log.productIds.map((): number[] => []);
  const nearest = createTopK(NEAREST);
  let baskets = 0;
  const rarity = (product: number): number => Math.log(baskets / past.popularity[product]);
  const similar = (question: Question): Map<number, number> => {
    const similarities = new Map<number, number>();
    const last = past.buyers[question.customer].baskets.at(-1);
    for (const product of last === undefined ? [] : productsOf(past.log, last)) {
      const weight = rarity(product);
      for (const basket of latest[product]) if (allowed(basket, question)) similarities.set(basket, (similarities.get(basket) ?? 0) + weight);
    }
    return similarities;
  };
  const vote = (sheet: ScoreSheet): void => {
    for (let i = 0; i < nearest.size; i++) {
      for (const product of productsOf(past.log, nearest.ids[i])) addScore(sheet, product, nearest.keys[i] * rarity(product));
    }
  };
  return methodOf(past, {
    score(question, sheet) {
      startTopK(nearest, NEAREST);
      for (const [basket, similarity] of similar(question)) offer(nearest, basket, similarity);
      vote(sheet);
    },
    learn(basket) {
      baskets++;
      for (const product of productsOf(past.log, basket)) {
        latest[product].push(basket);
        if (latest[product].length > LATEST) latest[product].shift();
      }
    },
  });
}
