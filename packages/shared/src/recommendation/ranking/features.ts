import type { Columns } from "../../ranker/forest.ts";
import { toSeconds } from "../model/seconds.ts";
import { DAY_SECONDS } from "../weights.ts";
import type { HistoryItem } from "./repeat-score.ts";
import { meanRepurchase, relativeRepurchase } from "./repeat-score.ts";
import { roughInterval } from "./rhythm.ts";
import type { AsOf } from "./trend.ts";
import { popularityOf, trendOf } from "./trend.ts";

/**
 * What the ranker knows of a product that may be recommended: its score and what is in it, the customer's own purchases of it, what sort of customer this is, and the product's
 * standing in the shop. Times are in days; ages are -1 where there is no purchase, and intervals where there are fewer than two.
 */
export const RANKER_FEATURES = [
  "logScore",
  "repeat",
  "neighbours",
  "popularity",
  "trend",
  "repurchase",
  "frequency",
  "age",
  "ageByInterval",
  "baskets",
  "purchasesPerBasket",
  "variety",
  "repeatShare",
  "sinceLastBasket",
] as const;

const UNKNOWN = -1;
/** Of an interval: purchases of one day are no rhythm. */
const SHORTEST = 0.01;
/** So that no score is minus infinity. */
const LEAST_SCORE = 1e-4;

const logScore = (score: number): number => Math.log(score + LEAST_SCORE);

/** What of a request its features follow from; the scores' parts stand in the scratch items. */
export interface Asked extends AsOf {
  readonly history: readonly HistoryItem[];
  /** b, orders of the customer. */
  readonly baskets: number;
}

/** What is the same for all products of a request. */
export interface CustomerTraits {
  readonly baskets: number;
  readonly purchasesPerBasket: number;
  /** Distinct products. */
  readonly variety: number;
  /** Share of the purchases that were not the first of their product. */
  readonly repeatShare: number;
  readonly sinceLastBasket: number;
  /** rho. */
  readonly meanRepurchase: number;
}

export function traitsOf({ model, history, baskets, moment }: Asked): CustomerTraits {
  let purchases = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (const { count, last: time } of history) {
    purchases += count;
    if (time > last) last = time;
  }
  const variety = history.length;
  return {
    baskets,
    purchasesPerBasket: purchases / Math.max(1, baskets),
    variety,
    repeatShare: 1 - variety / Math.max(1, purchases),
    sinceLastBasket: (moment.seconds - toSeconds(last)) / DAY_SECONDS,
    meanRepurchase: meanRepurchase(model),
  };
}

interface Place {
  readonly item: number;
  readonly score: number;
  readonly row: number;
}

/** Writes the features of a product into a row of columns, in the order of {@link RANKER_FEATURES}. */
export function writeFeatures({ values, rows }: Columns, { item, score, row: place }: Place, { asked, traits }: { readonly asked: Asked; readonly traits: CustomerTraits }): void {
  const { model, moment, history } = asked;
  const { row, repeat, neighbours } = model.scratch.items;
  const bought = history[row[item] - 1];
  const age = bought === undefined ? UNKNOWN : (moment.seconds - toSeconds(bought.last)) / DAY_SECONDS;
  const isRepeated = bought !== undefined && bought.count > 1;
  let at = place - rows;
  values[(at += rows)] = logScore(score);
  values[(at += rows)] = repeat[item];
  values[(at += rows)] = neighbours[item];
  values[(at += rows)] = popularityOf(model, moment, item);
  values[(at += rows)] = trendOf(model, moment, item);
  values[(at += rows)] = relativeRepurchase(model, item, traits.meanRepurchase);
  values[(at += rows)] = bought === undefined ? 0 : bought.count / Math.max(1, traits.baskets);
  values[(at += rows)] = age;
  values[(at += rows)] = isRepeated ? age / Math.max(SHORTEST, roughInterval(bought)) : UNKNOWN;
  values[(at += rows)] = traits.baskets;
  values[(at += rows)] = traits.purchasesPerBasket;
  values[(at += rows)] = traits.variety;
  values[(at += rows)] = traits.repeatShare;
  values[(at += rows)] = traits.sinceLastBasket;
}
