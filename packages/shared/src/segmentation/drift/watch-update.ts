import { NO_SLOT } from "../customer-table.ts";
import { distanceOf, publishedSegment } from "../labels.ts";
import { watchMean } from "./page-hinkley.ts";
import type { Segmenter } from "../segmenter-state.ts";

/**
 * Distances have a standard deviation of about half their mean. With a tolerance of a twentieth the cumulative sum of a stream without
 * drift falls so surely that it reaches the threshold once in about e^20 updates; one of half the mean does so in 110.
 */
const SENSITIVITY = { minimum: 30, tolerance: 0.05, threshold: 50, retained: 0.9999 };

/** What the watch on drift learns from one update of a customer who was in segment `from`. */
export function watchUpdate(segmenter: Segmenter, row: number, from: string | null): void {
  const { live, table, watch } = segmenter;
  if (live === null || table.slot[row] === NO_SLOT) return;
  watch.today.updates++;
  if (from !== null && from !== publishedSegment(segmenter, row)) watch.today.flips++;
  if (live.reference.distance === 0) return;
  const { hinkley } = watch;
  hinkley.state = watchMean(hinkley.state, distanceOf(segmenter, row) / live.reference.distance - 1, SENSITIVITY);
  if (!hinkley.state.alarm) return;
  watch.today.hinkley++;
  hinkley.total++;
}
