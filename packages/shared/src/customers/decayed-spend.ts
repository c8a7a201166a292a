/**
 * Forward-decayed spend (Cormode et al., "Forward decay", ICDE 2009): L = ln(sum of amount x e^(lambda (t - landmark))).
 * The common factor e^(-lambda now) cancels in every comparison between customers, so nothing has to be swept as time goes by,
 * and the logarithm keeps it from overflowing.
 */

/** Half-life of spend in days: a purchase counts half after a quarter. */
const HALF_LIFE_DAYS = 90;
const LAMBDA = Math.LN2 / (HALF_LIFE_DAYS * 86_400_000);
const LANDMARK = Date.UTC(2000, 0, 1);

/** No spend at all. */
export const NO_SPEND = Number.NEGATIVE_INFINITY;

const weighed = (amount: number, time: number): number => Math.log(amount) + LAMBDA * (time - LANDMARK);

/** Adds `amount` (minor units, 0 or more) spent at `time` (epoch milliseconds). */
export function addSpend(spend: number, amount: number, time: number): number {
  if (amount <= 0) return spend;
  const added = weighed(amount, time);
  if (spend === NO_SPEND) return added;
  return Math.max(spend, added) + Math.log1p(Math.exp(-Math.abs(spend - added)));
}

/** Takes back `amount` spent at `time`; never below nothing. */
export function subtractSpend(spend: number, amount: number, time: number): number {
  if (amount <= 0 || spend === NO_SPEND) return spend;
  const removed = weighed(amount, time);
  // A sum minus itself leaves rounding noise of about 1e-13: less than a billionth of the spend is nothing.
  return removed >= spend - 1e-9 ? NO_SPEND : spend + Math.log1p(-Math.exp(removed - spend));
}
