import { pointsOf } from "../../math/vector.ts";
import { NEVER, NO_SLOT } from "../customer-table.ts";
import { rebinned, watchScale } from "../drift/feature-histogram.ts";
import { distanceOf, emptyTallies, publishedSegment } from "../labels.ts";
import { meanSilhouette } from "../quality/mean-silhouette.ts";
import { emptyStatistics } from "../clustering/mini-batch.ts";
import type { SegmentModel } from "../model.ts";
import { QUIET } from "../drift/page-hinkley.ts";
import { relabelAll } from "../relabel.ts";
import type { Effect, LiveModel, Segmenter } from "../segmenter-state.ts";
import { openTastes } from "../tastes.ts";
import type { DriftReference } from "../drift/watch-state.ts";

/** From here on the model serves. Labels are carried over by segment id, then everybody is looked at anew under the new centroids. */
export function adopt(segmenter: Segmenter, model: SegmentModel): Effect[] {
  const { table, watch } = segmenter;
  const before = Array.from({ length: table.size }, (_, row) => publishedSegment(segmenter, row));
  const slots = new Map(model.segments.map((segment, slot) => [segment.id, slot]));
  watch.churn = { model: model.churn ?? 0, data: dataChurn(segmenter) };
  openTastes(segmenter, model);
  const scale = watchScale(model.scaler, { values: table.raw.subarray(0, table.size * table.width), dims: table.width }, segmenter.derived.columns);
  const past = segmenter.live?.reference.scale;
  if (past !== undefined) watch.week = watch.week.map(({ day, counts }) => ({ day, counts: rebinned(counts, past, scale), values: null }));
  const live = liveModel(model, scale);
  segmenter.live = live;
  segmenter.candidate = null;
  for (let row = 0; row < table.size; row++) {
    table.published[row] = slots.get(before[row] ?? "") ?? NO_SLOT;
    table.minor[row] = NEVER;
  }
  const effects = relabelAll(segmenter, { cause: "refit", from: (row) => before[row] });
  beginWatch(segmenter, live);
  return effects;
}

function liveModel(model: SegmentModel, scale: DriftReference["scale"]): LiveModel {
  const dims = model.features.length;
  const slots = model.segments.length;
  return {
    model,
    minor: 0,
    centroids: pointsOf(
      model.segments.map((segment) => segment.centroid),
      dims,
    ),
    statistics: emptyStatistics(slots, dims),
    tallies: emptyTallies(slots, scale.mean.length),
    reference: { scale, counts: [], silhouette: { mean: 0, sd: 0 }, distance: 0, spread: 0 },
    updates: 0,
  };
}

/** Share of the customers whose nearest centroid is another one than at the last adoption, by the model of then. */
function dataChurn({ table }: Segmenter): number {
  let [known, changed] = [0, 0];
  for (let row = 0; row < table.size; row++) {
    if (table.origin[row] === NO_SLOT || table.slot[row] === NO_SLOT) continue;
    known++;
    if (table.origin[row] !== table.slot[row]) changed++;
  }
  return known === 0 ? 0 : changed / known;
}

/** The customers as they are under the new model are what later ones are compared with. */
function beginWatch(segmenter: Segmenter, live: LiveModel): void {
  const { table, watch } = segmenter;
  table.origin.set(table.slot.subarray(0, table.size));
  live.reference = { ...live.reference, counts: Array.from(live.tallies.histogram), silhouette: meanSilhouette(segmenter, live), ...distancesOf(segmenter) };
  watch.silhouette = null;
  watch.hinkley.state = QUIET;
  for (const { type } of live.model.transitions) watch.transitions[type] = (watch.transitions[type] ?? 0) + 1;
}

function distancesOf(segmenter: Segmenter): Pick<DriftReference, "distance" | "spread"> {
  const { table } = segmenter;
  let [n, sum, squares, fourth] = [0, 0, 0, 0];
  for (let row = 0; row < table.size; row++) {
    if (table.slot[row] === NO_SLOT) continue;
    const d = distanceOf(segmenter, row);
    n++;
    sum += d;
    squares += d ** 2;
    fourth += d ** 4;
  }
  const mean = squares / Math.max(1, n);
  return { distance: sum / Math.max(1, n), spread: mean === 0 ? 0 : Math.sqrt(Math.max(0, fourth / n - mean ** 2)) / mean };
}
