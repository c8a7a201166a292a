import { DAY_MS, DAY_SECONDS } from "../weights.ts";

/**
 * Forward decay (Cormode et al., ICDE 2009): an event at t adds 2^((t - landmark) / halfLife) and is never touched again; a reader
 * divides by the same expression at now. The landmark is the beginning of an era of 16 half-lives, counted from 1970, and weights are
 * whole numbers, so that a sum is the same in whatever order its events came.
 */
export interface DecayClock {
  /** Milliseconds. */
  readonly halfLife: number;
  /** Number of the newest event's era; NaN before the first event. */
  era: number;
}

const HALF_LIVES = 16;
/** Weight at the beginning of an era: at its end it is 2^32, which leaves room for two million of the largest in a double. */
const UNIT = 2 ** HALF_LIVES;
/** How much less a weight is worth an era later. */
export const ERA_FACTOR = 2 ** -HALF_LIVES;

export function createClock(halfLifeDays: number): DecayClock {
  return { halfLife: halfLifeDays * DAY_MS, era: Number.NaN };
}

export function eraOf({ halfLife }: DecayClock, time: number): number {
  return Math.floor(time / (HALF_LIVES * halfLife));
}

/** Weight of an event at `time` in units of an era, the clock's unless told otherwise: a whole number. {@link advance} comes first. */
export function weightAt({ halfLife, era }: DecayClock, time: number, units = era): number {
  return Math.round(UNIT * 2 ** (time / halfLife - units * HALF_LIVES));
}

/** What a stored weight must be multiplied with to be as of `now`; 0 before the first event. */
export function scaleAt({ halfLife, era }: DecayClock, now: number): number {
  return Number.isNaN(era) ? 0 : 2 ** (era * HALF_LIVES - now / halfLife) / UNIT;
}

/** Moves on to the era of `time` if that is later. Returns by how many eras, nearly always 0. */
export function advance(clock: DecayClock, time: number): number {
  const era = eraOf(clock, time);
  const moved = era - clock.era;
  if (moved <= 0) return 0;
  clock.era = era;
  return Number.isNaN(moved) ? 0 : moved;
}

const STEP = 8;
const STEPS = 1 << STEP;
const LONGEST = 4096;

/** 2^(-age / halfLife) for whole seconds as a product of three looked-up factors: exact to rounding, and several times cheaper than a power. */
export interface DecayTable {
  readonly high: Float64Array;
  readonly middle: Float64Array;
  readonly low: Float64Array;
}

export function createDecayTable(halfLifeDays: number): DecayTable {
  const seconds = halfLifeDays * DAY_SECONDS;
  const factors = (length: number, unit: number): Float64Array => Float64Array.from({ length }, (_, i) => 2 ** ((-i * unit) / seconds));
  return { high: factors(LONGEST, STEPS * STEPS), middle: factors(STEPS, STEPS), low: factors(STEPS, 1) };
}

/** The factor for an age in whole seconds; 1 for events that are not over yet, 0 after 8.5 years. */
export function decayed(table: DecayTable, age: number): number {
  if (age <= 0) return 1;
  const high = age >>> (2 * STEP);
  return high < LONGEST ? table.high[high] * table.middle[(age >>> STEP) & (STEPS - 1)] * table.low[age & (STEPS - 1)] : 0;
}
