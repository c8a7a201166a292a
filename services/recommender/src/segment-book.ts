import { featureNamed, featureVector } from "@segue/shared/customers/features";
import type { Feature } from "@segue/shared/customers/features";
import type { CustomerSums } from "@segue/shared/customers/customer";
import { termAfter } from "@segue/shared/events/segments";
import type { SegmentModelsRecord } from "@segue/shared/events/segments";
import { assign } from "@segue/shared/segmentation/assign";
import type { SegmentModel } from "@segue/shared/segmentation/model";

/** The segment models as their topic tells them: what serves, what waits, and the names given by hand. Plain data, so that it can be kept in a snapshot. */
export interface SegmentBook {
  current: SegmentModel | null;
  /** Number of centroid moves since the current model's fit. */
  minor: number;
  candidates: SegmentModel[];
  names: Record<string, string>;
  /** The latest term of a segmenter that has begun. */
  term: number;
}

export const emptyBook = (): SegmentBook => ({ current: null, minor: 0, candidates: [], names: {}, term: 0 });

/** Takes in one record; says from which old slot each slot of the new model goes on when another model has come to serve. */
export function applyModelsRecord(book: SegmentBook, record: SegmentModelsRecord): readonly number[] | null {
  const term = termAfter(book.term, record);
  if (term === null) return null;
  book.term = term;
  return record.type === "term" ? null : dispatch(book, record);
}

function dispatch(book: SegmentBook, record: Exclude<SegmentModelsRecord, { type: "term" }>): readonly number[] | null {
  switch (record.type) {
    case "model":
      return takeModel(book, record);
    case "adopted":
      return adoptCandidate(book, record.version);
    case "rejected":
      book.candidates = book.candidates.filter((model) => model.version !== record.version);
      return null;
    case "moved":
      move(book, record);
      return null;
    case "renamed":
      book.names[record.segmentId] = record.name;
      return null;
    case "refit-requested":
    case "sweep":
      return null;
    default:
      return record satisfies never;
  }
}

/** The version answers name: the model with its moves. */
export function servedVersion({ current, minor }: SegmentBook): string | null {
  return current === null ? null : `${current.version}.${minor}`;
}

export function segmentSlot(book: SegmentBook, segmentId: string): number {
  return book.current?.segments.findIndex((segment) => segment.id === segmentId) ?? -1;
}

export function segmentName(book: SegmentBook, segmentId: string): string | undefined {
  return book.names[segmentId] ?? book.current?.segments.find((segment) => segment.id === segmentId)?.name;
}

/** The slot of a customer's segment at `now`, -1 for none. */
export function slotOf(book: SegmentBook, customer: CustomerSums, now: number): number {
  if (book.current === null) return -1;
  return assign(book.current, featureVector(featuresOf(book.current), customer, now));
}

const resolved = new WeakMap<SegmentModel, readonly Feature[]>();

function featuresOf(model: SegmentModel): readonly Feature[] {
  const known = resolved.get(model);
  if (known !== undefined) return known;
  const features = model.features.flatMap((name) => featureNamed(name) ?? []);
  resolved.set(model, features);
  return features;
}

function takeModel(book: SegmentBook, { model, status }: Extract<SegmentModelsRecord, { type: "model" }>): readonly number[] | null {
  if (model.segmentation !== "behaviour") return null;
  if (status === "adopted") return adopt(book, model);
  book.candidates.push(model);
  return null;
}

function adoptCandidate(book: SegmentBook, version: string): readonly number[] | null {
  const candidate = book.candidates.find((model) => model.version === version);
  return candidate === undefined ? null : adopt(book, candidate);
}

function adopt(book: SegmentBook, model: SegmentModel): readonly number[] {
  const before = book.current?.segments ?? [];
  book.current = model;
  book.minor = 0;
  book.candidates = book.candidates.filter((candidate) => candidate.major > model.major);
  return model.segments.map((segment) => before.findIndex((old) => old.id === segment.id));
}

function move(book: SegmentBook, { version, minor, centroids }: Extract<SegmentModelsRecord, { type: "moved" }>): void {
  const model = book.current;
  if (model === null || model.version !== version || minor !== book.minor + 1) return;
  book.minor = minor;
  book.current = { ...model, segments: model.segments.map((segment, slot) => ({ ...segment, centroid: centroids[slot] ?? segment.centroid })) };
}
