import type { BenchResult } from "./bench.ts";
import { median, spread } from "./statistics.ts";

/** One repetition: what the work cost and, where there is one, what the floor cost beside it. */
export interface Sample {
  readonly value: number;
  readonly floor?: number;
}

export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly samples: readonly Sample[];
  readonly target?: number;
  /** The target is shown, and whether it was reached is left to the reader: tail latencies on a shared machine. */
  readonly reportOnly?: boolean;
}

const DIGITS = 4;

/** Medians of a figure's repetitions beside their target. */
export function resultOf({ name, unit, samples, target, reportOnly = false }: Figure): BenchResult {
  const values = samples.map((sample) => sample.value);
  const floors = samples.flatMap(({ floor }) => (floor === undefined ? [] : [floor]));
  const ratios = samples.flatMap(({ value, floor }) => (floor === undefined ? [] : [value / floor]));
  const compared = ratios.length > 0 ? ratios : values;
  return {
    name,
    unit,
    value: rounded(median(values)),
    floor: floors.length > 0 ? rounded(median(floors)) : null,
    ratio: ratios.length > 0 ? rounded(median(ratios)) : null,
    target: target ?? null,
    met: target === undefined || reportOnly ? null : median(compared) <= target,
    spread: roundedOrNull(spread(compared)),
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

function roundedOrNull(value: number | null): number | null {
  return value === null ? null : rounded(value);
}
