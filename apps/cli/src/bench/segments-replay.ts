import { evolve } from "@segue/shared/customers/evolve";
import type { Customer } from "@segue/shared/customers/customer";
import type { SegmentModelsRecord } from "@segue/shared/events/segments";
import { featureNamed } from "@segue/shared/customers/features";
import { seededRandom } from "@segue/shared/math/random";
import type { Points } from "@segue/shared/math/vector";
import { adjustedRand } from "@segue/shared/segmentation/quality/adjusted-rand";
import { kmeans } from "@segue/shared/segmentation/clustering/kmeans";
import type { Transition } from "@segue/shared/segmentation/model";
import { applyModelRecord } from "@segue/shared/segmentation/model-log";
import type { NamingTable } from "@segue/shared/segmentation/naming/naming-table";
import type { Partition } from "@segue/shared/segmentation/clustering/partition";
import { partitionBy } from "@segue/shared/segmentation/clustering/partition";
import { refit } from "@segue/shared/segmentation/refit/refit";
import { refitDue, refitInput, statusFor, sweepDue } from "@segue/shared/segmentation/refit/schedule";
import { scalePoints } from "@segue/shared/segmentation/scaler";
import { afterSweep, applyCustomer, endOfMicroBatch } from "@segue/shared/segmentation/segmenter";
import { SEGMENTER_DEFAULTS } from "@segue/shared/segmentation/segmenter-config";
import type { Effect, LiveModel, Segmenter } from "@segue/shared/segmentation/segmenter-state";
import { createSegmenter } from "@segue/shared/segmentation/segmenter-state";
import { purchaseEvent } from "../purchase-log/purchase-event.ts";
import type { PurchaseOrder } from "../purchase-log/order-table.ts";

const DAY = 86_400_000;
const WEEK = 7 * DAY;
/** The first fit comes after so long. */
const WARM_UP = 90 * DAY;
const RESTARTS = 40;

/** The live model against the best batch k-means of the same vectors in the same scale. */
export interface WeeklyCheck {
  readonly day: number;
  readonly customers: number;
  /** Inertia of the live centroids / of the best k-means. */
  readonly inertiaRatio: number;
  /** Adjusted Rand index between the nearest live centroids and the best k-means. */
  readonly adjustedRand: number;
  /** The same of the best k-means of the day before: what a perfect model comes to that is a day old. */
  readonly dayBefore: number;
}

export interface Refit {
  readonly day: number;
  readonly reason: string;
  readonly k: number;
  readonly churn: number | null;
  readonly transitions: readonly Transition[];
}

export interface SegmentsReplay {
  readonly checks: readonly WeeklyCheck[];
  readonly refits: readonly Refit[];
  /** Times that a customer was looked at, after a purchase or in a sweep, and those that changed the published segment. */
  readonly updates: number;
  readonly flips: number;
  readonly segmenter: Segmenter;
}

/** Replays orders through the segmenter with the product's defaults, and checks it every week before the refit of that week. */
export function replaySegments(orders: readonly PurchaseOrder[], naming: NamingTable): SegmentsReplay {
  const features = ["recency", "frequency", "monetary"].flatMap((name) => featureNamed(name) ?? []);
  const segmenter = createSegmenter({ ...SEGMENTER_DEFAULTS, segmentation: "behaviour", features, naming });
  const customers = new Map<string, Customer>();
  const refits: Refit[] = [];
  const flips: Flips = { updates: 0, flips: 0 };
  const begin = (orders[0]?.time ?? 0) + WARM_UP;
  const weekly = weeklyChecks(segmenter, begin);
  for (const [offset, order] of orders.entries()) {
    weekly.before(order.time);
    const found = passTime({ segmenter, flips }, { now: order.time, begin });
    if (found !== null) refits.push(found);
    const customer = bought(customers, order, offset);
    count(flips, 1, [applyCustomer(segmenter, customer, { customerId: order.customerId, cause: "purchase", now: order.time })]);
    const moved = endOfMicroBatch(segmenter);
    if (moved !== null) applyModelRecord(segmenter, moved);
  }
  weekly.check(segmenter.now);
  return { checks: weekly.checks, refits, ...flips, segmenter };
}

/** Checks before the orders of a new week, with the best k-means of the day before at hand. */
function weeklyChecks(segmenter: Segmenter, begin: number) {
  const checks: WeeklyCheck[] = [];
  let dayBefore: Points | null = null;
  let next = begin + WEEK;
  const check = (time: number): void => {
    checks.push(checkOf(segmenter, { day: Math.round((time - begin) / DAY), dayBefore }));
    dayBefore = null;
  };
  return {
    checks,
    check,
    before(time: number): void {
      for (; time >= next; next += WEEK) check(next);
      if (dayBefore === null && segmenter.live !== null && time >= next - DAY) dayBefore = bestOf(segmenter, segmenter.live, 0).centroids;
    },
  };
}

function bought(customers: Map<string, Customer>, order: PurchaseOrder, offset: number): Customer {
  const evolved = evolve(customers.get(order.customerId) ?? null, purchaseEvent(order), { time: order.time, offset, defaultCurrency: "GBP" });
  if (evolved.outcome !== "applied" || evolved.customer === null) throw new Error(`order ${order.orderId} was not taken`);
  customers.set(order.customerId, evolved.customer);
  return evolved.customer;
}

interface Flips {
  updates: number;
  flips: number;
}

interface Course {
  readonly segmenter: Segmenter;
  readonly flips: Flips;
}

function count(flips: Flips, updates: number, effects: readonly (Effect | null)[]): void {
  flips.updates += updates;
  flips.flips += effects.filter((effect) => effect !== null && effect.change !== null && effect.change.from !== null).length;
}

function sweep({ segmenter, flips }: Course, now: number): void {
  const records: SegmentModelsRecord[] = [{ schema: 1, type: "sweep", time: now }];
  for (let record = records.shift(); record !== undefined; record = records.shift()) {
    const effects = applyModelRecord(segmenter, record);
    if (record.type !== "sweep") continue;
    count(flips, segmenter.live === null ? 0 : segmenter.table.size, effects);
    records.push(...afterSweep(segmenter, record));
  }
}

/** The sweep of a new day, its settling, and a refit where one is due: what the service does. */
function passTime({ segmenter, flips }: Course, { now, begin }: { readonly now: number; readonly begin: number }): Refit | null {
  if (sweepDue(segmenter, now)) sweep({ segmenter, flips }, now);
  const reason = now < begin ? null : refitDue(segmenter, now);
  if (reason === null) return null;
  const result = refit(refitInput(segmenter, reason));
  if (result.kind !== "model") throw new Error(result.message);
  const { model } = result;
  applyModelRecord(segmenter, { schema: 1, type: "model", model, status: statusFor(segmenter, model), time: now });
  return { day: Math.round((now - begin) / DAY), reason, k: model.segments.length, churn: model.churn, transitions: model.transitions };
}

/** Everybody as of now, in the scale of the model that serves. */
function vectors(segmenter: Segmenter, live: LiveModel): Points {
  return scalePoints(live.model.scaler, { values: refitInput(segmenter).values, dims: segmenter.table.width });
}

function bestOf(segmenter: Segmenter, live: LiveModel, seed: number): Partition {
  return kmeans(vectors(segmenter, live), { k: live.model.segments.length, restarts: RESTARTS, random: seededRandom(seed), start: live.centroids });
}

function checkOf(segmenter: Segmenter, { day, dayBefore }: { readonly day: number; readonly dayBefore: Points | null }): WeeklyCheck {
  const { live, table } = segmenter;
  if (live === null) throw new Error("there is no model yet");
  const points = vectors(segmenter, live);
  const best = bestOf(segmenter, live, day);
  const mine = partitionBy(points, live.centroids);
  const agreement = (centroids: Points): number => adjustedRand(partitionBy(points, centroids).labels, best.labels);
  return { day, customers: table.size, inertiaRatio: mine.inertia / best.inertia, adjustedRand: agreement(live.centroids), dayBefore: agreement(dayBefore ?? live.centroids) };
}
