import type { ListName } from "../list-names.ts";
import { fitRanker } from "../ranker/fit-ranker.ts";
import { adoptRanker, rankerDue } from "../recommendation/model/adopt-ranker.ts";
import { examplesIn, noteLesson } from "../recommendation/model/lessons.ts";
import type { PublishedRanker } from "../recommendation/model/adopted-ranker.ts";
import { createModel } from "../recommendation/model/serving-model.ts";
import type { Contest } from "../recommendation/ranking/rerank.ts";
import { recommend } from "../recommendation/recommend.ts";
import { SETTINGS } from "../recommendation/weights.ts";
import type { Weights } from "../recommendation/weights.ts";
import { productsOf } from "./basket-log.ts";
import type { Method, Question } from "./method.ts";
import { LONGEST } from "./metrics.ts";
import { isMarked } from "./past.ts";
import type { Past } from "./past.ts";
import { isScored } from "./protocol.ts";
import type { Protocol } from "./protocol.ts";
import { replayedShop } from "./replayed-shop.ts";
import type { Tracks } from "./replayed-shop.ts";

/** Enough of a list to hold {@link LONGEST} products that the customer bought before, where there are so many. */
const LONG = 60;
/** Lessons that a log gives, about. */
const MOST_LESSONS = 16_000;

/** What is changed to show what it adds. */
export interface Changes {
  readonly weights?: Partial<Weights>;
  readonly diversity?: number;
  /** Rankers that were published, in place of those that it would learn: none to rank by score alone. */
  readonly rankers?: RankerTrack;
}

/** Rankers in the order of the baskets from which on they count. */
export type RankerTrack = readonly { readonly basket: number; readonly published: PublishedRanker }[];

/** The product itself: what ingest, the recommender's fold and its `recommend()` make of the log, and what the ranker learns from it. */
export function segue(past: Past, { protocol, ...tracks }: Tracks & { readonly protocol: Protocol }, { weights = {}, diversity, rankers }: Changes = {}): Method {
  const { log } = past;
  const model = createModel({ ...SETTINGS.weights, ...weights });
  const shop = replayedShop(log, model, tracks);
  const teaches = rankers === undefined ? lessonPlan(protocol) : () => false;
  let adopted = 0;
  const adopt = (basket: number): void => {
    for (; adopted < (rankers?.length ?? 0) && (rankers?.[adopted]?.basket ?? 0) <= basket; adopted++) adoptRanker(model, (rankers as RankerTrack)[adopted].published);
  };
  const numbers = new Map(log.productIds.map((id, product) => [id, product]));
  const list = (question: Question, strategy: ListName, onContest?: (contest: Contest) => void): readonly number[] =>
    recommend(model, { ...shop.request(question, strategy), limit: LONG, diversity, onContest }).map(({ productId }) => numbers.get(productId) ?? -1);
  return {
    predict(question) {
      adopt(question.basket);
      const bought = (): Set<string> => new Set(Array.from(productsOf(log, question.basket), (product) => log.productIds[product]));
      const all = list(question, "for-you", teaches(question.basket) ? (contest) => noteLesson(model, contest, bought()) : undefined);
      return {
        all: all.slice(0, LONGEST),
        explore: list(question, "discover").slice(0, LONGEST),
        repeat: all.filter((product) => isMarked(past, product)).slice(0, LONGEST),
      };
    },
    learn(basket) {
      shop.learn(basket);
      if (rankers === undefined && rankerDue(model)) adoptRanker(model, { ranker: fitRanker(examplesIn(model.lessons)), noted: model.lessons.noted, time: model.totals.latest });
    },
  };
}

/** Of a large log an even share of the scored baskets teaches the ranker, as of a large stream a sample does. */
function lessonPlan(protocol: Protocol): (basket: number) => boolean {
  const every = Math.max(1, Math.ceil(protocol.scored / MOST_LESSONS));
  let scored = 0;
  return (basket) => isScored(protocol, basket) && scored++ % every === 0;
}
