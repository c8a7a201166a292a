import { featureNamed, featureVector } from "@segue/shared/customers/features";
import type { Feature } from "@segue/shared/customers/features";
import type { CustomerSums } from "@segue/shared/customers/customer";
import { termAfter } from "@segue/shared/events/segments";
import type { SegmentModelsRecord } from "@segue/shared/events/segments";
import { assign } from "@segue/shared/segmentation/assign";
import type { ListName } from "@segue/shared/list-names";
import type { SegmentModel } from "@segue/shared/segmentation/model";

/** Names of taste segments by id: of the model that serves, and of those that wait. */
export interface TasteNames {
  current: Record<string, string>;
  candidates: { readonly version: string; readonly names: Record<string, string> }[];
}

/** The segment models as their topic tells them: what serves, what waits, and the names given by hand. Plain data, so that it can be kept in a snapshot. */
export interface SegmentBook {
  current: SegmentModel | null;
  /** Number of centroid moves since the current model's fit. */
  minor: number;
  candidates: SegmentModel[];
  names: Record<string, string>;
  /** Of the segments of tastes nothing but their names is needed. */
  readonly tastes: TasteNames;
  /** The latest term of a segmenter that has begun. */
  term: number;
}

export const emptyBook = (): SegmentBook => ({ current: null, minor: 0, candidates: [], names: {}, tastes: { current: {}, candidates: [] }, term: 0 });

/** Takes in one record, and answers whether it counts: one of a segmenter whose term is over is void. */
export function applyModelsRecord(book: SegmentBook, record: SegmentModelsRecord): boolean {
  const term = termAfter(book.term, record);
  if (term === null) return false;
  book.term = term;
  if (record.type !== "term" && record.type !== "associations") dispatch(book, record);
  return true;
}

function dispatch(book: SegmentBook, record: Exclude<SegmentModelsRecord, { type: "term" | "associations" }>): void {
  switch (record.type) {
    case "model":
      return takeModel(book, record);
    case "adopted":
      adoptTaste(book.tastes, record.version);
      return adoptCandidate(book, record.version);
    case "rejected":
      book.candidates = book.candidates.filter((model) => model.version !== record.version);
      book.tastes.candidates = book.tastes.candidates.filter(({ version }) => version !== record.version);
      return;
    case "moved":
      return move(book, record);
    case "renamed":
      book.names[record.segmentId] = record.name;
      return;
    case "refit-requested":
    case "sweep":
      return;
    default:
      return record satisfies never;
  }
}

/** The version answers name: the model with its moves. */
export function servedVersion({ current, minor }: SegmentBook): string | null {
  return current === null ? null : `${current.version}.${minor}`;
}

export function hasSegment(book: SegmentBook, segmentId: string): boolean {
  return book.current?.segments.some((segment) => segment.id === segmentId) ?? false;
}

export function segmentName(book: SegmentBook, segmentId: string): string | undefined {
  return book.names[segmentId] ?? book.current?.segments.find((segment) => segment.id === segmentId)?.name ?? book.tastes.current[segmentId];
}

/** The list for customers of a segment who ask for none in particular. */
export function defaultStrategy(book: SegmentBook, segmentId: string | null): ListName {
  return book.current?.segments.find((segment) => segment.id === segmentId)?.strategy.list ?? "for-you";
}

/** The segment whose centroid is nearest to a customer at `now`, `null` for none. */
export function nearestSegment({ current }: SegmentBook, customer: CustomerSums, now: number): string | null {
  if (current === null) return null;
  const slot = assign(current, featureVector(featuresOf(current), customer, now));
  return current.segments[slot]?.id ?? null;
}

const resolved = new WeakMap<SegmentModel, readonly Feature[]>();

function featuresOf(model: SegmentModel): readonly Feature[] {
  const known = resolved.get(model);
  if (known !== undefined) return known;
  const features = model.features.flatMap((name) => featureNamed(name) ?? []);
  resolved.set(model, features);
  return features;
}

function takeModel(book: SegmentBook, { model, status }: Extract<SegmentModelsRecord, { type: "model" }>): void {
  if (model.segmentation === "taste") return takeTaste(book.tastes, model, status);
  if (status === "adopted") adopt(book, model);
  else book.candidates.push(model);
}

function takeTaste(tastes: TasteNames, { version, segments }: SegmentModel, status: "adopted" | "candidate"): void {
  tastes.candidates.push({ version, names: Object.fromEntries(segments.map(({ id, name }) => [id, name])) });
  if (status === "adopted") adoptTaste(tastes, version);
}

/** Candidates before the one adopted wait no more. */
function adoptTaste(tastes: TasteNames, version: string): void {
  const adopted = tastes.candidates.find((candidate) => candidate.version === version);
  if (adopted === undefined) return;
  tastes.current = adopted.names;
  tastes.candidates = tastes.candidates.slice(tastes.candidates.indexOf(adopted) + 1);
}

function adoptCandidate(book: SegmentBook, version: string): void {
  const candidate = book.candidates.find((model) => model.version === version);
  if (candidate !== undefined) adopt(book, candidate);
}

function adopt(book: SegmentBook, model: SegmentModel): void {
  book.current = model;
  book.minor = 0;
  book.candidates = book.candidates.filter((candidate) => candidate.major > model.major);
}

function move(book: SegmentBook, { version, minor, centroids }: Extract<SegmentModelsRecord, { type: "moved" }>): void {
  const model = book.current;
  if (model === null || model.version !== version || minor !== book.minor + 1) return;
  book.minor = minor;
  book.current = { ...model, segments: model.segments.map((segment, slot) => ({ ...segment, centroid: centroids[slot] ?? segment.centroid })) };
}
