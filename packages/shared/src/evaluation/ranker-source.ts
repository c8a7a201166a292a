import { fitRanker } from "../ranker/fit-ranker.ts";
import { adoptRanker, rankerDue } from "../recommendation/model/adopt-ranker.ts";
import type { PublishedRanker } from "../recommendation/model/adopted-ranker.ts";
import { createLessons } from "../recommendation/model/lesson-columns.ts";
import { examplesIn, noteLesson } from "../recommendation/model/lessons.ts";
import type { ServingModel } from "../recommendation/model/serving-model.ts";
import type { Contest } from "../recommendation/ranking/rerank.ts";
import { productsOf } from "./basket-log.ts";
import type { BasketLog } from "./basket-log.ts";
import { isScored } from "./protocol.ts";
import type { Protocol } from "./protocol.ts";

/** Lessons that a log gives, about. */
const MOST_LESSONS = 16_000;

/** Rankers in the order of the baskets from which on they count. */
export type RankerTrack = readonly { readonly basket: number; readonly published: PublishedRanker }[];

/** Where a replayed model has its rankers from. */
export interface RankerSource {
  /** Before a basket is predicted; answers what is to be told of the products that the ranker is asked about. */
  predict(basket: number): ((contest: Contest) => void) | undefined;
  /** After a basket has been learnt. */
  learn(): void;
}

/** As the recommender learns them: from an even share of the scored baskets of a large log, as from a sample of a large stream. */
export function learntRankers(model: ServingModel, log: BasketLog, protocol: Protocol): RankerSource {
  const every = Math.max(1, Math.ceil(protocol.scored / MOST_LESSONS));
  const basketOf = (basket: number): Set<string> => new Set(Array.from(productsOf(log, basket), (product) => log.productIds[product]));
  const lessons = createLessons();
  let scored = 0;
  return {
    predict: (basket) => (isScored(protocol, basket) && scored++ % every === 0 ? (contest) => noteLesson(lessons, contest, basketOf(basket)) : undefined),
    learn() {
      if (rankerDue(model, lessons)) adoptRanker(model, { ranker: fitRanker(examplesIn(lessons)), noted: lessons.noted, time: model.totals.latest });
    },
  };
}

/** Those that were published while the log was on the stream; none to rank by score alone. */
export function publishedRankers(model: ServingModel, track: RankerTrack): RankerSource {
  const left = [...track];
  return {
    predict(basket) {
      while (left[0] !== undefined && left[0].basket <= basket) adoptRanker(model, left.splice(0, 1)[0].published);
      return undefined;
    },
    learn: () => undefined,
  };
}
