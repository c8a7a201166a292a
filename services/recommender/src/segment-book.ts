import { featureNamed, featureVector } from "@segue/shared/customers/features";
import type { Feature } from "@segue/shared/customers/features";
import type { CustomerSums } from "@segue/shared/customers/customer";
import { termAfter } from "@segue/shared/events/segments";
import type { SegmentModelsRecord } from "@segue/shared/events/segments";
import { assign } from "@segue/shared/segmentation/assign";
import type { ListName } from "@segue/shared/list-names";
import type { Segment, SegmentModel, Segmentation } from "@segue/shared/segmentation/model";
import { tasteOfProducts } from "@segue/shared/segmentation/taste-of-products";
import type { Described } from "@segue/shared/taste/traits";

/** The models of a segmentation: what serves, and what waits. */
export interface SegmentModels {
  current: SegmentModel | null;
  /** Number of centroid moves since the current model's fit. */
  minor: number;
  /** One that is not agreed with gives way to the next. */
  candidate: SegmentModel | null;
}

/** The segment models as their topic tells them, and the names given by hand. Plain data, so that it can be kept in a snapshot. */
export interface SegmentBook {
  readonly models: Readonly<Record<Segmentation, SegmentModels>>;
  names: Record<string, string>;
  /** The latest term of a segmenter that has begun. */
  term: number;
}

const noModels = (): SegmentModels => ({ current: null, minor: 0, candidate: null });
export const emptyBook = (): SegmentBook => ({ models: { behaviour: noModels(), taste: noModels() }, names: {}, term: 0 });

/** Takes in one record, and answers whether it counts: one of a segmenter whose term is over is void. */
export function applyModelsRecord(book: SegmentBook, record: SegmentModelsRecord): boolean {
  const term = termAfter(book.term, record);
  if (term === null) return false;
  book.term = term;
  if (isOfModels(record)) dispatch(book, record);
  return true;
}

/** What changes no model and no name. */
const OTHERS = ["term", "associations", "refit-requested", "sweep"] as const satisfies readonly SegmentModelsRecord["type"][];
type ModelsRecord = Exclude<SegmentModelsRecord, { type: (typeof OTHERS)[number] }>;
const isOfModels = (record: SegmentModelsRecord): record is ModelsRecord => !OTHERS.some((type) => type === record.type);

function dispatch({ models, names }: SegmentBook, record: ModelsRecord): void {
  switch (record.type) {
    case "model":
      return takeModel(models[record.model.segmentation], record);
    case "adopted":
    case "rejected":
      return settle(models[record.segmentation], record);
    case "moved":
      return move(models[record.segmentation], record);
    case "ended":
      Object.assign(models[record.segmentation], noModels());
      return;
    case "renamed":
      names[record.segmentId] = record.name;
      return;
    default:
      return record satisfies never;
  }
}

/** The version answers name: the model with its moves. */
export function servedVersion({ models: { behaviour } }: SegmentBook): string | null {
  return behaviour.current === null ? null : `${behaviour.current.version}.${behaviour.minor}`;
}

const segmentIn = ({ current }: SegmentModels, segmentId: string | null): Segment | undefined => current?.segments.find((segment) => segment.id === segmentId);

export function hasSegment({ models }: SegmentBook, segmentId: string): boolean {
  return segmentIn(models.behaviour, segmentId) !== undefined;
}

/** Of a segment or a taste. */
export function segmentName({ models, names }: SegmentBook, segmentId: string): string | undefined {
  return names[segmentId] ?? (segmentIn(models.behaviour, segmentId) ?? segmentIn(models.taste, segmentId))?.name;
}

/** The list for customers of a segment who ask for none in particular. */
export function defaultStrategy({ models }: SegmentBook, segmentId: string | null): ListName {
  return segmentIn(models.behaviour, segmentId)?.strategy.list ?? "for-you";
}

/** The taste that products tell, `null` for none. */
export function tasteOfBasket({ models: { taste } }: SegmentBook, products: readonly Described[]): string | null {
  return taste.current === null ? null : tasteOfProducts(taste.current, products);
}

/** The segment whose centroid is nearest to a customer at `now`, `null` for none. */
export function nearestSegment({ models }: SegmentBook, customer: CustomerSums, now: number): string | null {
  const { current } = models.behaviour;
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

function takeModel(models: SegmentModels, { model, status }: Extract<SegmentModelsRecord, { type: "model" }>): void {
  if (status === "adopted") adopt(models, model);
  else models.candidate = model;
}

/** What was decided about the candidate; about any other version it is too late. */
function settle(models: SegmentModels, { type, version }: Extract<SegmentModelsRecord, { type: "adopted" | "rejected" }>): void {
  const { candidate } = models;
  if (candidate === null || candidate.version !== version) return;
  if (type === "adopted") adopt(models, candidate);
  else models.candidate = null;
}

function adopt(models: SegmentModels, model: SegmentModel): void {
  models.current = model;
  models.minor = 0;
  models.candidate = null;
}

function move(models: SegmentModels, { version, minor, centroids }: Extract<SegmentModelsRecord, { type: "moved" }>): void {
  const { current } = models;
  if (current === null || current.version !== version || minor !== models.minor + 1) return;
  models.minor = minor;
  models.current = { ...current, segments: current.segments.map((segment, slot) => ({ ...segment, centroid: centroids[slot] ?? segment.centroid })) };
}
