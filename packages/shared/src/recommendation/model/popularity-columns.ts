import { capacityFor } from "./columns.ts";
import { createClock } from "./decay.ts";
import type { DecayClock } from "./decay.ts";
import { createTopList } from "./top-list.ts";
import type { TopList } from "./top-list.ts";
import { SETTINGS } from "../weights.ts";

/** What customers bought last (segment-counts.ts), each with the weight of their last purchase. */
export interface Counts {
  /** Per product, the sum over customers. */
  readonly columns: { counts: Float64Array };
  /** The same of their last baskets. */
  total: number;
}

export interface SegmentCounts extends Counts {
  /** Empty for one that is free. */
  id: string;
  /** Customers known to be in it, indexed or not; without any it is free. */
  members: number;
  readonly top: TopList;
}

function createEverybody(): Counts {
  return { columns: { counts: new Float64Array(capacityFor(0)) }, total: 0 };
}

export function createSegment(id: string, rows: number): SegmentCounts {
  return { id, members: 0, columns: { counts: new Float64Array(capacityFor(rows)) }, total: 0, top: createTopList() };
}

/** How often products were bought: ever (P_j), lately (A_j), in the last two months, and by whom. */
export interface Popularity {
  readonly columns: {
    /** P_j, baskets with the product. */
    baskets: Int32Array;
    /** A_j, the same with the half-life of the trend, in units of the recent clock: never negative. */
    recent: Float64Array;
    /** What A_j is made of: whole weights of this era and of the one before, each in its own units. Older baskets count no more. */
    recentNow: Float64Array;
    recentBefore: Float64Array;
    /** Baskets with the half-life of pairs. */
    slow: Float64Array;
  };
  readonly recentClock: DecayClock;
  readonly slowClock: DecayClock;
  /** Sums over baskets, not over products. */
  readonly totals: { baskets: number; recent: number; recentNow: number; recentBefore: number };
  readonly topBaskets: TopList;
  readonly topRecent: TopList;
  /** What each customer bought last, of all who are indexed, and by segment and taste: both are in one list, since their ids differ. */
  readonly everybody: Counts;
  readonly segments: SegmentCounts[];
}

export function createPopularity(): Popularity {
  const rows = capacityFor(0);
  return {
    columns: {
      baskets: new Int32Array(rows),
      recent: new Float64Array(rows),
      recentNow: new Float64Array(rows),
      recentBefore: new Float64Array(rows),
      slow: new Float64Array(rows),
    },
    recentClock: createClock(SETTINGS.trend.halfLife),
    slowClock: createClock(SETTINGS.pairs.halfLife),
    totals: { baskets: 0, recent: 0, recentNow: 0, recentBefore: 0 },
    topBaskets: createTopList(),
    topRecent: createTopList(),
    everybody: createEverybody(),
    segments: [],
  };
}
