import type { ListName } from "../list-names.ts";
import { createModel } from "../recommendation/model/serving-model.ts";
import type { Contest } from "../recommendation/ranking/rerank.ts";
import { recommend } from "../recommendation/recommend.ts";
import { SETTINGS } from "../recommendation/weights.ts";
import type { Weights } from "../recommendation/weights.ts";
import type { Method, Question } from "./method.ts";
import { LONGEST } from "./metrics.ts";
import { isMarked } from "./past.ts";
import type { Past } from "./past.ts";
import type { Protocol } from "./protocol.ts";
import { learntRankers, publishedRankers } from "./ranker-source.ts";
import type { RankerTrack } from "./ranker-source.ts";
import { replayedShop } from "./replayed-shop.ts";
import type { Tracks } from "./replayed-shop.ts";

/** Enough of a list to hold {@link LONGEST} products that the customer bought before, where there are so many. */
const LONG = 60;

/** What is changed to show what it adds. */
export interface Changes {
  readonly weights?: Partial<Weights>;
  readonly diversity?: number;
  /** Rankers that were published, in place of those that it would learn: none to rank by score alone. */
  readonly rankers?: RankerTrack;
}

/** The product itself: what ingest, the recommender's fold and its `recommend()` make of the log, and what the ranker learns from it. */
export function segue(past: Past, { protocol, ...tracks }: Tracks & { readonly protocol: Protocol }, { weights = {}, diversity, rankers }: Changes = {}): Method {
  const { log } = past;
  const model = createModel({ ...SETTINGS.weights, ...weights });
  const shop = replayedShop(log, model, tracks);
  const source = rankers === undefined ? learntRankers(model, log, protocol) : publishedRankers(model, rankers);
  const numbers = new Map(log.productIds.map((id, product) => [id, product]));
  const list = (question: Question, strategy: ListName, onContest?: (contest: Contest) => void): readonly number[] =>
    recommend(model, { ...shop.request(question, strategy), limit: LONG, diversity, onContest }).map(({ productId }) => numbers.get(productId) ?? -1);
  return {
    predict(question) {
      const all = list(question, "for-you", source.predict(question.basket));
      return {
        all: all.slice(0, LONGEST),
        explore: list(question, "discover").slice(0, LONGEST),
        repeat: all.filter((product) => isMarked(past, product)).slice(0, LONGEST),
      };
    },
    learn(basket) {
      shop.learn(basket);
      source.learn();
    },
  };
}
