/** From values to a stretch of pixels, and back. */
export interface Scale {
  readonly toPixel: (value: number) => number;
  readonly toValue: (pixel: number) => number;
  readonly ticks: readonly number[];
  readonly isLog: boolean;
}

export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A largest value so many times the middle one leaves nothing to be seen on a straight scale. */
const SKEWED = 12;
const PADDING = 0.03;
const TICKS = 6;
const ABOVE_MINUS_ONE = -0.999;

/** A scale for all `values`: straight, or by log(1 + value) where amounts are very unequal. */
export function scaleFor(values: readonly number[], pixels: Stretch): Scale {
  const { least, most, middle } = rangeOf(values);
  const isLog = least >= 0 && most > SKEWED * Math.max(middle, 1);
  const { bend, unbend } = isLog ? BENT : STRAIGHT;
  const spread = bend(most) - bend(least) || 1;
  const low = bend(least) - spread * PADDING;
  const perUnit = (pixels.to - pixels.from) / (spread * (1 + 2 * PADDING));
  return {
    toPixel: (value) => pixels.from + (bend(value) - low) * perUnit,
    toValue: (pixel) => unbend(low + (pixel - pixels.from) / perUnit),
    ticks: isLog ? decades(most) : straightTicks(least, most),
    isLog,
  };
}

const BENT = { bend: (value: number): number => Math.log1p(Math.max(value, ABOVE_MINUS_ONE)), unbend: Math.expm1 };
const STRAIGHT = { bend: identity, unbend: identity };

function rangeOf(values: readonly number[]): { readonly least: number; readonly most: number; readonly middle: number } {
  const sorted = [...values].sort((a, b) => a - b);
  return { least: sorted[0] ?? 0, most: sorted.at(-1) ?? 1, middle: sorted[Math.floor(sorted.length / 2)] ?? 0 };
}

function identity(value: number): number {
  return value;
}

function decades(most: number): readonly number[] {
  const ticks = [0];
  for (let tick = 1; tick <= most; tick *= 10) ticks.push(tick);
  return ticks;
}

/** Round numbers: steps of 1, 2 or 5 times a power of ten. */
function straightTicks(least: number, most: number): readonly number[] {
  const rough = (most - least || 1) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough;
  const ticks: number[] = [];
  for (let tick = Math.ceil(least / step); tick * step <= most; tick++) ticks.push(tick * step);
  return ticks;
}
