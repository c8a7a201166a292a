import type { Method } from "../method.ts";
import { methodOf } from "../method.ts";
import { LONGEST } from "../metrics.ts";
import type { Past } from "../past.ts";
import { isMarked, popularProducts } from "../past.ts";
import { addScore } from "../score-sheet.ts";

/** G-TopFreq: the products in most baskets (design 4.0 step 7; "next basket reality check", arXiv 2109.14233, for all three). */
export function globalTopFrequency(past: Past): Method {
  return methodOf(past, {
    score({ customer }, sheet) {
      const score = (product: number): void => {
        if (sheet.seen[product] === 0) addScore(sheet, product, past.popularity[product]);
      };
      past.buyers[customer].products.forEach(score);
      popularProducts(past, LONGEST).forEach(score);
    },
  });
}

/** P-TopFreq: the customer's products by baskets with them; ties, and the fill with others, by number. */
export function personalTopFrequency(past: Past): Method {
  return methodOf(past, {
    ties: "number",
    score({ customer }, sheet) {
      const { products, counts } = past.buyers[customer];
      products.forEach((product, place) => addScore(sheet, product, counts[place]));
      let missing = LONGEST;
      for (let product = 0; product < past.popularity.length && missing > 0; product++) {
        if (past.popularity[product] === 0 || isMarked(past, product)) continue;
        addScore(sheet, product, 0);
        missing--;
      }
    },
  });
}

/** GP-TopFreq: the customer's products by baskets with them, ties by popularity, filled with the most popular. */
export function globalPersonalTopFrequency(past: Past): Method {
  return methodOf(past, {
    score({ customer }, sheet) {
      const { products, counts } = past.buyers[customer];
      products.forEach((product, place) => addScore(sheet, product, counts[place]));
      for (const product of popularProducts(past, LONGEST)) addScore(sheet, product, 0);
    },
  });
}
