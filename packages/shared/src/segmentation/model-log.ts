import type { SegmentModelsRecord } from "../events/segments.ts";
import { pointsOf } from "../math/vector.ts";
import { adopt } from "./refit/adoption.ts";
import { watchDrift } from "./drift/drift-watch.ts";
import { endModels } from "./ending.ts";
import { publishedSegment } from "./labels.ts";
import type { Segment, SegmentModel } from "./model.ts";
import { relabelAll } from "./relabel.ts";
import type { Effect, Segmenter } from "./segmenter-state.ts";

/** Applies a record of `segment-models`; one of the other segmentation changes nothing. */
export function applyModelRecord(segmenter: Segmenter, record: SegmentModelsRecord): Effect[] {
  if (!concerns(segmenter, record)) return [];
  segmenter.now = Math.max(segmenter.now, record.time);
  if (record.type === "ended") return endModels(segmenter);
  return record.type === "term" || record.type === "associations" ? [] : dispatch(segmenter, record);
}

function dispatch(segmenter: Segmenter, record: Exclude<SegmentModelsRecord, { type: "term" | "associations" | "ended" }>): Effect[] {
  switch (record.type) {
    case "model":
      return takeModel(segmenter, record.model, record.status);
    case "adopted":
    case "rejected":
      return settle(segmenter, record);
    case "moved":
      return move(segmenter, record);
    case "renamed":
      return rename(segmenter, record);
    case "refit-requested":
      segmenter.refitRequested = true;
      return [];
    case "sweep":
      return sweep(segmenter, record);
    default:
      return record satisfies never;
  }
}

/** Whether a record is about the segmentation of this segmenter. */
export function concerns(segmenter: Segmenter, record: SegmentModelsRecord): boolean {
  const { segmentation } = segmenter.config;
  if (record.type === "model") return record.model.segmentation === segmentation;
  return !("segmentation" in record) || record.segmentation === segmentation;
}

/** A model of other features is history of another configuration: only its numbers stay taken. */
function takeModel(segmenter: Segmenter, model: SegmentModel, status: "adopted" | "candidate"): Effect[] {
  segmenter.nextMajor = Math.max(segmenter.nextMajor, model.major + 1);
  segmenter.nextSegmentNumber = Math.max(segmenter.nextSegmentNumber, model.nextSegmentNumber);
  const { features } = segmenter.config;
  const ours = model.features.length === features.length && features.every((feature, f) => feature.name === model.features[f]);
  if (!ours) return [];
  segmenter.lastFit = { time: model.fittedAt, customers: model.customers };
  // A fit that was under way already when it was asked for is not what was asked for.
  if (model.reason === undefined || model.reason === "requested") segmenter.refitRequested = false;
  segmenter.watch.breaches = {};
  const named = withNamesByHand(segmenter, model);
  if (status === "adopted") return adopt(segmenter, named);
  segmenter.candidate = named;
  return [];
}

/** A segment may have been renamed while the model was being fitted. */
function withNamesByHand(segmenter: Segmenter, model: SegmentModel): SegmentModel {
  const pinned = new Map(segmenter.live?.model.segments.flatMap((segment) => (segment.pinned ? [[segment.id, segment.name]] : [])));
  const named = (segment: Segment): Segment => {
    const name = pinned.get(segment.id);
    return name === undefined ? segment : { ...segment, name, pinned: true };
  };
  return { ...model, segments: model.segments.map(named) };
}

/** What was decided about the candidate; about any other version it is too late. */
function settle(segmenter: Segmenter, record: Extract<SegmentModelsRecord, { type: "adopted" | "rejected" }>): Effect[] {
  const { candidate } = segmenter;
  if (candidate === null || candidate.version !== record.version) return [];
  if (record.type === "adopted") return adopt(segmenter, candidate);
  segmenter.candidate = null;
  return [];
}

/** Only the next minor version of the present model counts: a repeated or overtaken record is void. */
function move(segmenter: Segmenter, record: Extract<SegmentModelsRecord, { type: "moved" }>): Effect[] {
  const { live } = segmenter;
  if (live === null || record.version !== live.model.version || record.minor !== live.minor + 1) return [];
  live.minor = record.minor;
  live.centroids = pointsOf(record.centroids, live.model.features.length);
  live.updates = 0;
  return [];
}

function rename(segmenter: Segmenter, record: Extract<SegmentModelsRecord, { type: "renamed" }>): Effect[] {
  const named = (segment: Segment): Segment => (segment.id === record.segmentId ? { ...segment, name: record.name, pinned: true } : segment);
  const { live, candidate } = segmenter;
  if (live !== null) live.model = { ...live.model, segments: live.model.segments.map(named) };
  if (candidate !== null) segmenter.candidate = { ...candidate, segments: candidate.segments.map(named) };
  return [];
}

function sweep(segmenter: Segmenter, { time, round = 0 }: Extract<SegmentModelsRecord, { type: "sweep" }>): Effect[] {
  segmenter.sweptAt = Math.max(segmenter.sweptAt, time);
  const effects = relabelAll(segmenter, { cause: "sweep", from: (row) => publishedSegment(segmenter, row) });
  if (round === 0) watchDrift(segmenter);
  return effects;
}
