import type { CustomerSums } from "@segue/shared/customers/customer";
import type { Random } from "@segue/shared/math/random";
import { seededRandom } from "@segue/shared/math/random";
import { applyModelRecord } from "@segue/shared/segmentation/model-log";
import { refit } from "@segue/shared/segmentation/refit/refit";
import { refitDue, refitInput, statusFor } from "@segue/shared/segmentation/refit/schedule";
import type { RefitReason } from "@segue/shared/segmentation/model";
import { applyCustomer, moveCentroids } from "@segue/shared/segmentation/segmenter";
import type { Segmenter } from "@segue/shared/segmentation/segmenter-state";
import { createSegmenter } from "@segue/shared/segmentation/segmenter-state";
import type { DriftMetric } from "@segue/shared/segmentation/drift/drift-rules";
import { driftItems } from "@segue/shared/segmentation/drift/drift-watch";
import type { AlarmLevel } from "@segue/shared/segmentation/drift/watch-state";
import { aBuyer, aConfig, DAY, featuresNamed } from "./segmentation.ts";

/** Kinds of customers: how often they buy per day, what they spend, who they are. */
const KINDS = [
  { perDay: 0.2, orders: 12, money: 3000, age: 30, income: 85, score: 80 },
  { perDay: 0.05, orders: 5, money: 900, age: 45, income: 55, score: 50 },
  { perDay: 0.02, orders: 2, money: 250, age: 40, income: 26, score: 20 },
  { perDay: 0.03, orders: 3, money: 1200, age: 55, income: 88, score: 17 },
] as const;

export type Kind = { readonly [K in keyof (typeof KINDS)[number]]: number };

export interface ShopDay {
  /** How the customers of today differ from what they are by nature; all of them are asked. */
  readonly change?: ((kind: Kind, customer: number) => Kind) | undefined;
  /** The refit that is due is only told of. */
  readonly withoutRefit?: boolean;
}

/** A shop whose customers come and go without ever changing as a whole, with a segmenter that is run as the service runs it. */
export interface SimulatedShop {
  readonly segmenter: Segmenter;
  /** Lets a day pass: purchases, moved centroids, the sweep, and a refit where one is due. */
  day(today?: ShopDay): { readonly alarms: ReadonlyMap<DriftMetric, AlarmLevel>; readonly refit: RefitReason | null };
}

export interface ShopOptions {
  readonly customers: number;
  readonly seed: number;
  readonly features: readonly string[];
  readonly context: readonly string[];
  /** Days between two refits by timer. */
  readonly refitDays?: number;
}

export function simulatedShop({ customers, seed, features, context, refitDays = 7 }: ShopOptions): SimulatedShop {
  const random = seededRandom(seed);
  const base = aConfig({ features: featuresNamed(...features), context: featuresNamed(...context) });
  const segmenter = createSegmenter({ ...base, refits: { ...base.refits, every: refitDays * DAY } });
  const people = Array.from({ length: customers }, (_, at) => newcomer(random, at));
  let today = 1000;
  const tellAll = (change: ShopDay["change"]): void => people.forEach((person, at) => tell(segmenter, { id: `c${at}`, person, now: today * DAY, change }));
  tellAll(undefined);
  return {
    segmenter,
    day({ change, withoutRefit = false } = {}) {
      today++;
      people.forEach((person, at) => {
        if (random() > KINDS[person.kind].perDay) return;
        people[at] = visited(random, person, today);
        tell(segmenter, { id: `c${at}`, person: people[at], now: today * DAY, change });
      });
      if (change !== undefined) tellAll(change);
      const moved = moveCentroids(segmenter);
      if (moved !== null) applyModelRecord(segmenter, moved);
      applyModelRecord(segmenter, { schema: 1, type: "sweep", time: today * DAY });
      return { alarms: alarmsOf(segmenter), refit: withoutRefit ? refitDue(segmenter, segmenter.now) : refitWhereDue(segmenter) };
    },
  };
}

interface Person {
  readonly kind: number;
  readonly last: number;
  /** Deviations of this visit: orders, money, age, income, score. */
  readonly noise: readonly number[];
}

const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const visited = (random: Random, { kind }: Person, day: number): Person => ({ kind, last: day, noise: Array.from({ length: 5 }, () => normal(random)) });

/** With the time since the last purchase that a day at random finds. */
function newcomer(random: Random, at: number): Person {
  const kind = at % KINDS.length;
  const idle = Math.floor(Math.log(1 - random()) / Math.log(1 - KINDS[kind].perDay));
  return visited(random, { kind, last: 0, noise: [] }, 1000 - idle);
}

function tell(segmenter: Segmenter, { id, person, now, change }: { readonly id: string; readonly person: Person; readonly now: number; readonly change: ShopDay["change"] }): void {
  const at = Number(id.slice(1));
  const kind = change?.(KINDS[person.kind], at) ?? KINDS[person.kind];
  const [orders, money, age, income, score] = person.noise;
  const known = (value: number) => ({ value, time: 0 });
  const sums: CustomerSums = {
    ...aBuyer(id, { now, days: now / DAY - person.last, orders: Math.max(1, Math.round(kind.orders * Math.exp(orders / 4))), money: kind.money * Math.exp(money / 3) }),
    profile: { age: known(kind.age + 8 * age), annualIncome: known(kind.income + 7 * income), spendingScore: known(kind.score + 7 * score) },
  };
  applyCustomer(segmenter, sums, { customerId: id, cause: "purchase", now });
}

function alarmsOf(segmenter: Segmenter): ReadonlyMap<DriftMetric, AlarmLevel> {
  const alarms = new Map<DriftMetric, AlarmLevel>();
  for (const { metric, alarm } of driftItems(segmenter)) if (alarm !== "none" && alarms.get(metric) !== "act") alarms.set(metric, alarm);
  return alarms;
}

function refitWhereDue(segmenter: Segmenter): RefitReason | null {
  const reason = refitDue(segmenter, segmenter.now);
  if (reason === null) return null;
  const result = refit(refitInput(segmenter, reason));
  if (result.kind === "not-enough") return null;
  applyModelRecord(segmenter, { schema: 1, type: "model", model: result.model, status: statusFor(segmenter, result.model), time: segmenter.now });
  return reason;
}
