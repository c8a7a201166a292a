import { basketCount, productsOf } from "./basket-log.ts";
import type { BasketLog } from "./basket-log.ts";
import type { Method } from "./method.ts";
import { METRICS, judge } from "./metrics.ts";
import { isMarked, learnBasket, markProducts } from "./past.ts";
import type { Past } from "./past.ts";
import type { Protocol } from "./protocol.ts";
import { isPredicted } from "./protocol.ts";
import type { Lists } from "./score-sheet.ts";

export const VIEWS = ["all", "explore", "repeat"] as const;
export type View = (typeof VIEWS)[number];

/** What became of a method's predictions. */
export interface Outcomes {
  /** Per view, for each basket from the warm-up on as many numbers as there are metrics; NaN where there was nothing to find, or nothing was asked. */
  readonly views: Readonly<Record<View, Float32Array>>;
  /** Per basket from the warm-up on the share of the first ten that the customer never bought; NaN for an empty list. */
  readonly fresh: Float32Array;
  /** Distinct products among the first ten of all reported lists. */
  readonly covered: number;
  /** Milliseconds per prediction of all lists of a basket, and per learnt basket. */
  readonly predictTime: number;
  readonly learnTime: number;
}

export interface ReplayOptions {
  readonly protocol: Protocol;
  /** Milliseconds. */
  readonly clock: () => number;
  readonly onProgress?: (baskets: number) => void;
}

const SHOWN = 10;
const PROGRESS_EVERY = 100;

/** Predicts, judges and learns basket after basket (design 4.0). `past` must be empty. */
export function replay(past: Past, method: Method, options: ReplayOptions): Outcomes {
  const { protocol, clock, onProgress } = options;
  const baskets = basketCount(past.log);
  const notes = createNotes(past.log, protocol);
  const spent = { predict: 0, learn: 0, predictions: 0 };
  for (let basket = 0; basket < baskets; basket++) {
    const begun = clock();
    if (isPredicted(protocol, basket)) {
      const customer = past.log.customers[basket];
      markProducts(past, customer);
      const lists = method.predict({ basket, customer, time: past.log.times[basket] });
      spent.predict += clock() - begun;
      spent.predictions++;
      note(notes, past, { basket, lists });
    }
    const judged = clock();
    method.learn(basket);
    spent.learn += clock() - judged;
    learnBasket(past, basket);
    if (basket % PROGRESS_EVERY === 0) onProgress?.(basket);
  }
  return { ...notes.outcomes, covered: notes.shown.size, predictTime: spent.predict / Math.max(1, spent.predictions), learnTime: spent.learn / Math.max(1, baskets) };
}

interface Notes {
  readonly protocol: Protocol;
  readonly outcomes: Pick<Outcomes, "views" | "fresh">;
  readonly shown: Set<number>;
}

function createNotes(log: BasketLog, protocol: Protocol): Notes {
  const predicted = basketCount(log) - protocol.warmUp;
  const numbers = (): Float32Array => new Float32Array(predicted * METRICS.length).fill(Number.NaN);
  return { protocol, outcomes: { views: { all: numbers(), explore: numbers(), repeat: numbers() }, fresh: new Float32Array(predicted).fill(Number.NaN) }, shown: new Set() };
}

function note({ protocol, outcomes, shown }: Notes, past: Past, { basket, lists }: { readonly basket: number; readonly lists: Lists }): void {
  const row = basket - protocol.warmUp;
  const at = row * METRICS.length;
  const bought = [...productsOf(past.log, basket)];
  judge(lists.all, new Set(bought), { into: outcomes.views.all, at });
  judge(lists.explore, new Set(bought.filter((product) => !isMarked(past, product))), { into: outcomes.views.explore, at });
  judge(lists.repeat, new Set(bought.filter((product) => isMarked(past, product))), { into: outcomes.views.repeat, at });
  const first = Array.from(lists.all).slice(0, SHOWN);
  outcomes.fresh[row] = first.filter((product) => !isMarked(past, product)).length / first.length;
  if (basket >= protocol.reportFrom && protocol.earlier[basket] > 0) for (const product of first) shown.add(product);
}
