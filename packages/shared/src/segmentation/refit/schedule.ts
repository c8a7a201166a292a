import { rowOf } from "../../math/vector.ts";
import { driftReason } from "../drift/drift-watch.ts";
import type { RefitReason, SegmentModel } from "../model.ts";
import { disagreement } from "./agreement.ts";
import type { RefitInput } from "./refit-input.ts";
import { ageInto } from "../relabel.ts";
import type { LiveModel, Segmenter } from "../segmenter-state.ts";

const DAY = 86_400_000;

/** Whether a day has begun since the last sweep: recency counts whole days, so idle customers have moved. */
export function sweepDue(segmenter: Segmenter, now: number): boolean {
  return segmenter.table.size > 0 && Math.floor(now / DAY) > Math.floor(segmenter.sweptAt / DAY);
}

/** Why a refit should start now, `null` for no reason. */
export function refitDue(segmenter: Segmenter, now: number): RefitReason | null {
  const { live, lastFit, config } = segmenter;
  const customers = segmentable(segmenter);
  if (segmenter.refitRequested) return "requested";
  if (customers < config.refits.minCustomers) return null;
  if (live === null && segmenter.candidate === null) return "first";
  if (now - lastFit.time >= config.refits.every) return "timer";
  if (customers >= lastFit.customers * config.refits.growth) return "growth";
  return driftReason(segmenter);
}

/** Whether a first refit would find a model: as many customers as it wants, not all of them alike. */
export function firstFitPossible({ table, config }: Segmenter): boolean {
  if (table.size < config.refits.minCustomers) return false;
  const width = config.features.length;
  let usable = 0;
  let differ = false;
  const first = table.raw.subarray(0, width);
  for (let row = 0; row < table.size; row++) {
    const values = table.raw.subarray(row * table.width, row * table.width + width);
    if (values.every(Number.isNaN)) continue;
    usable++;
    differ ||= values.some((value, f) => !Object.is(value, first[f]));
    if (differ && usable >= config.refits.minCustomers) return true;
  }
  return false;
}

/** Customers with a label; before the first model, all. */
function segmentable(segmenter: Segmenter): number {
  const { live, table } = segmenter;
  return live === null ? table.size : live.statistics.count.reduce((sum, n) => sum + n, 0);
}

/** All a refit needs, as of `segmenter.now`; `values` owns its buffer and may be transferred to a worker. */
export function refitInput(segmenter: Segmenter, reason?: RefitReason): RefitInput {
  const { config, table } = segmenter;
  const values = table.raw.slice(0, table.size * table.width);
  for (let row = 0; row < table.size; row++) ageInto(segmenter, row, values);
  const spec = ({ name, log }: { name: string; log: boolean }) => ({ name, log });
  return {
    segmentation: config.segmentation,
    features: config.features.map(spec),
    context: config.context.map(spec),
    values,
    ...(table.kept === 0 ? {} : { tastes: { latest: table.latest.slice(0, table.size * table.kept), products: segmenter.shelf.products } }),
    kRange: config.kRange,
    naming: config.naming,
    clip: config.clip,
    minCustomers: config.refits.minCustomers,
    previous: segmenter.live === null ? null : currentModel(segmenter.live),
    major: segmenter.nextMajor,
    nextSegmentNumber: segmenter.nextSegmentNumber,
    time: segmenter.now,
    ...(reason === undefined ? {} : { reason }),
    seed: segmenter.nextMajor,
  };
}

/** The model as it serves: with its centroids where they are now. */
export function currentModel(live: LiveModel): SegmentModel {
  return {
    ...live.model,
    segments: live.model.segments.map((segment, slot) => ({ ...segment, centroid: Array.from(rowOf(live.centroids, slot)) })),
  };
}

/** How to publish a fitted model: one that changes the segment of too many customers waits for the next refit to agree, or for a person. */
export function statusFor(segmenter: Segmenter, model: SegmentModel): "adopted" | "candidate" {
  const shakes = model.churn !== null && model.churn > segmenter.config.refits.churn;
  return shakes && !isConfirmed(segmenter, model) ? "candidate" : "adopted";
}

/** Whether the candidate that waits parts the customers in much the same way. */
function isConfirmed({ candidate, table, config }: Segmenter, model: SegmentModel): boolean {
  const raw = { values: table.raw.subarray(0, table.size * table.width), dims: table.width };
  return candidate !== null && disagreement(candidate, model, raw) <= config.refits.churn;
}
