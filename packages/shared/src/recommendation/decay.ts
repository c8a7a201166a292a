import { DAY_MS, DAY_SECONDS } from "./weights.ts";

/**
 * Forward decay (Cormode et al., ICDE 2009): an event at t adds 2^((t - landmark) / halfLife) and is never touched again; a reader
 * divides by the same expression at now. The landmark moves by whole half-lives, so that rescaling is an exact division by 2^k.
 */
export interface DecayClock {
  readonly halfLife: number;
  /** Epoch milliseconds; NaN before the first event. */
  landmark: number;
}

/** Weights stay below 2^32: far within 32-bit floats, and products of two of them within doubles. */
const MOST_HALF_LIVES = 32;

export function createClock(halfLifeDays: number): DecayClock {
  return { halfLife: halfLifeDays * DAY_MS, landmark: Number.NaN };
}

/** Weight of an event at `time`. {@link advance} comes first for the weights of a fold. */
export function weightAt(clock: DecayClock, time: number): number {
  return 2 ** ((time - clock.landmark) / clock.halfLife);
}

/** What a stored weight must be multiplied with to be as of `now`; 0 before the first event. */
export function scaleAt(clock: DecayClock, now: number): number {
  return Number.isNaN(clock.landmark) ? 0 : 2 ** ((clock.landmark - now) / clock.halfLife);
}

/** Moves the landmark when `time` is too far from it. Returns what all stored weights must be multiplied with, nearly always 1. */
export function advance(clock: DecayClock, time: number): number {
  if (Number.isNaN(clock.landmark)) clock.landmark = time;
  const halfLives = Math.floor((time - clock.landmark) / clock.halfLife);
  if (halfLives < MOST_HALF_LIVES) return 1;
  clock.landmark += halfLives * clock.halfLife;
  return 2 ** -halfLives;
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
