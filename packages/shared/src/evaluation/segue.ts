import type { ListName } from "../list-names.ts";
import { createModel } from "../recommendation/model/serving-model.ts";
import { recommend } from "../recommendation/recommend.ts";
import { SETTINGS } from "../recommendation/weights.ts";
import type { Weights } from "../recommendation/weights.ts";
import type { Method, Question } from "./method.ts";
import { LONGEST } from "./metrics.ts";
import { isMarked } from "./past.ts";
import type { Past } from "./past.ts";
import { replayedShop } from "./replayed-shop.ts";
import type { Tracks } from "./replayed-shop.ts";

/** Enough of a list to hold {@link LONGEST} products that the customer bought before, where there are so many. */
const LONG = 60;

/** What is changed to show what it adds. */
export interface Changes {
  readonly weights?: Partial<Weights>;
  readonly diversity?: number;
  /** Ranks by score alone. */
  readonly withoutRanker?: boolean;
}

/** The product itself: what ingest, the recommender's fold and its `recommend()` make of the log. */
export function segue(past: Past, tracks: Tracks, { weights = {}, diversity, withoutRanker = false }: Changes = {}): Method {
  const { log } = past;
  const shop = replayedShop(log, createModel({ ...SETTINGS.weights, ...weights }, withoutRanker ? null : undefined), tracks);
  const numbers = new Map(log.productIds.map((id, product) => [id, product]));
  const list = (question: Question, strategy: ListName): readonly number[] =>
    recommend(shop.model, { ...shop.request(question, strategy), limit: LONG, diversity }).map(({ productId }) => numbers.get(productId) ?? -1);
  return {
    predict(question) {
      const all = list(question, "for-you");
      return {
        all: all.slice(0, LONGEST),
        explore: list(question, "discover").slice(0, LONGEST),
        repeat: all.filter((product) => isMarked(past, product)).slice(0, LONGEST),
      };
    },
    learn: (basket) => shop.learn(basket),
  };
}
