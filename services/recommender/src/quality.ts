import type { CustomerView } from "@segue/shared/customers/customer-codec";
import { isInSample } from "@segue/shared/customers/hash";
import { DECAY_HALF_LIFE } from "@segue/shared/customers/item-table";
import type { Item } from "@segue/shared/customers/item-table";
import type { Cause, CauseItem, UpdateEntry } from "@segue/shared/events/customer-update";
import { METRICS, judge } from "@segue/shared/evaluation/metrics";
import type { Metric } from "@segue/shared/evaluation/metrics";
import type { Lessons } from "@segue/shared/recommendation/model/lesson-columns";
import { noteLesson } from "@segue/shared/recommendation/model/lessons";
import type { Contest } from "@segue/shared/recommendation/ranking/rerank";
import { popularIds, recommendIds } from "@segue/shared/recommendation/recommend";
import type { ServingModel } from "@segue/shared/recommendation/model/serving-model";

/**
 * How good the lists are, measured on the stream itself: a sample of the baskets is predicted before it is learnt (prequential
 * evaluation: Vinagre, Jorge, Gama, arXiv 1504.08175), beside the most popular products as the yardstick.
 */
export interface Quality {
  baskets: number;
  /** The latest results, oldest first. */
  readonly recent: Result[];
}

/** hit rate, recall and nDCG at 10 of one basket: of the recommendations, and of the popular products. */
type Result = readonly [segue: Scores, popular: Scores];
type Scores = readonly [hit: number, recall: number, ndcg: number];

export const QUALITY_WINDOW = 1_000;
const DEPTH = 10;
/** Other hashes of ids are started from other seeds. */
const SEED = 8;

export const emptyQuality = (): Quality => ({ baskets: 0, recent: [] });

/** Whether a basket is among a share of them: by the hash of its order's id, so that what is in a smaller share is in every larger one. */
export function isSampled({ cause }: UpdateEntry, share: number): boolean {
  return cause.type === "purchase" && cause.orderId !== "" && isInSample(cause.orderId, share, SEED);
}

/** A basket with its customer as of the end of its record, and what else the customer did in the record after it: purchases and profiles. */
export interface SampledBasket {
  readonly entry: UpdateEntry;
  readonly later: readonly Cause[];
  readonly after: CustomerView;
}

/** What a predicted basket changes, and what it is predicted from. */
interface Pupil {
  readonly quality: Quality;
  readonly lessons: Lessons;
  readonly model: ServingModel;
}

/** Predicts a basket from what was known before it, and notes what that teaches the ranker. Customers with no earlier basket are left out: they have no list of their own. */
export function score({ quality, lessons, model }: Pupil, { entry, later, after, segmentSlot }: SampledBasket & { readonly segmentSlot: number }): void {
  const causes = [entry.cause, ...later];
  const baskets = after.orders - ordersIn(causes);
  if (baskets < 1) return;
  const target = entry.cause.items.map((item) => item.productId);
  const now = entry.cause.time;
  const request = { customerId: entry.customerId, history: historyBefore(after, causes), baskets, segmentSlot, now, limit: DEPTH };
  const onContest = (contest: Contest): void => noteLesson(lessons, contest, new Set(target));
  const segue = scoresOf(recommendIds(model, { ...request, strategy: "for-you", onContest }), target);
  const yardstick = scoresOf(popularIds(model, { now, limit: DEPTH }), target);
  quality.baskets++;
  quality.recent.push([segue, yardstick]);
  if (quality.recent.length > QUALITY_WINDOW) quality.recent.shift();
}

/** Means over the window. */
export function summarise({ recent }: Quality): readonly { readonly method: string; readonly hitRate10: number; readonly recall10: number; readonly ndcg10: number }[] {
  const mean = (method: 0 | 1, metric: 0 | 1 | 2): number => recent.reduce((sum, result) => sum + result[method][metric], 0) / Math.max(1, recent.length);
  return (["segue", "popular"] as const).map((name, index) => {
    const method = index === 0 ? 0 : 1;
    return { method: name, hitRate10: mean(method, 0), recall10: mean(method, 1), ndcg10: mean(method, 2) };
  });
}

/** Orders that came in parts are one. */
function ordersIn(causes: readonly Cause[]): number {
  const ids = causes.flatMap(({ type, orderId }) => (type === "purchase" ? [orderId] : []));
  return ids.filter((id, at) => id !== ids[at - 1]).length;
}

/** The history before some purchases, told from the one after them and from what the causes say of before. */
export function historyBefore(after: CustomerView, causes: readonly Cause[]): readonly Item[] {
  return causes.reduceRight<readonly Item[]>(withoutBasket, after.items.list);
}

function withoutBasket(items: readonly Item[], cause: Cause): readonly Item[] {
  const bought = new Map(cause.items.map((item) => [item.productId, item]));
  const before: Item[] = [];
  for (const item of items) {
    const change = bought.get(item.productId);
    const restored = change === undefined ? item : undo(item, change, cause.time);
    if (restored !== null) before.push(restored);
  }
  return before;
}

function undo(item: Item, change: CauseItem, time: number): Item | null {
  if (change.prevLast === 0) return null;
  const age = 2 ** (-Math.abs(time - change.prevLast) / DECAY_HALF_LIFE);
  const late = time < change.prevLast;
  const decayed = late ? item.decayed - age : (item.decayed - 1) / age;
  return { ...item, count: change.prevCount, decayed: Math.max(0, decayed), last: change.prevLast };
}

/** By the metrics of the evaluation. */
function scoresOf(list: readonly string[], target: readonly string[]): Scores {
  const judged = new Float32Array(METRICS.length);
  judge(list, new Set(target), { into: judged, at: 0 });
  const of = (metric: Metric): number => judged[METRICS.indexOf(metric)] ?? 0;
  return [of("hr10"), of("recall10"), of("ndcg10")];
}
