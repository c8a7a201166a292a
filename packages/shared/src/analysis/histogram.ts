import { quantile } from "./moments.ts";

export interface Histogram {
  /** One more than counts; bins are closed below, the last one on both sides. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

const BINS = 30;
/** What lies beyond this quantile is one bin where it would take more room than all the rest. */
const BODY = 0.99;

/**
 * Equal bins of ascending values, no more than there are values; a single one where all values are equal. Bins of whole numbers are
 * whole, so that each holds equally many of them. A long tail is one wide last bin: the others would be empty but for the first.
 */
export function histogramOf(sorted: Float64Array): Histogram {
  if (sorted.length === 0) return { edges: [], counts: [] };
  const edges = edgesOf(sorted);
  const counts = new Array<number>(edges.length - 1).fill(0);
  for (const value of sorted) counts[binOf(value, edges)]++;
  return { edges, counts };
}

function edgesOf(sorted: Float64Array): number[] {
  const [low, high, body] = [sorted[0], sorted[sorted.length - 1], quantile(sorted, BODY)];
  if (low === high) return [low, high];
  const bins = Math.min(BINS, Math.max(1, Math.ceil(Math.sqrt(sorted.length))));
  const hasTail = body > low && high - body > body - low;
  const width = ((hasTail ? body : high) - low) / (hasTail ? bins - 1 : bins);
  const step = sorted.every(Number.isInteger) ? Math.ceil(width) : width;
  const even = Array.from({ length: bins }, (_, at) => low + at * step).filter((edge) => edge < high && (!hasTail || edge <= Math.ceil(body)));
  return [...even, high];
}

/** The bin that a value between the first and the last edge is in. */
export function binOf(value: number, edges: readonly number[]): number {
  const width = edges[1] - edges[0];
  const guess = Math.min(edges.length - 2, width > 0 ? Math.max(0, Math.floor((value - edges[0]) / width)) : 0);
  // A multiple of the width may lie a rounding error beside its edge.
  if (value < edges[guess]) return guess - 1;
  return guess < edges.length - 2 && value >= edges[guess + 1] ? guess + 1 : guess;
}
