import type { Past } from "./past.ts";
import { clearSheet, createSheet, listsOf } from "./score-sheet.ts";
import type { Lists, ScoreSheet } from "./score-sheet.ts";

/** A basket to predict. */
export interface Question {
  readonly basket: number;
  readonly customer: number;
  /** Epoch milliseconds. */
  readonly time: number;
}

/** A way to predict baskets. It may look at {@link Past}, which holds what was before the basket in hand. */
export interface Method {
  /** The lists stay as they are until the next question. */
  predict(question: Question): Lists;
  /** Takes in a basket; the past takes it in afterwards. */
  learn(basket: number): void;
}

/** A method that is a score per product; only products with a score can be in its lists. */
export interface Scorer {
  score(question: Question, sheet: ScoreSheet): void;
  learn?(basket: number): void;
  readonly ties?: "popularity" | "number";
}

export function methodOf(past: Past, scorer: Scorer): Method {
  const sheet = createSheet(past.log.productIds.length);
  return {
    predict(question) {
      clearSheet(sheet);
      scorer.score(question, sheet);
      return listsOf(sheet, past, scorer.ties);
    },
    learn: (basket) => scorer.learn?.(basket),
  };
}
