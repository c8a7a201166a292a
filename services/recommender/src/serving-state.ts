import { createLessons } from "@segue/shared/recommendation/model/lesson-columns";
import type { Lessons } from "@segue/shared/recommendation/model/lesson-columns";
import { createModel } from "@segue/shared/recommendation/model/serving-model";
import type { ServingModel } from "@segue/shared/recommendation/model/serving-model";
import type { Topic } from "@segue/shared/ports/event-log";
import { emptyBook } from "./segment-book.ts";
import type { SegmentBook } from "./segment-book.ts";
import { emptyQuality } from "./quality.ts";
import type { Quality } from "./quality.ts";

/** The topics that recommendations are a fold of. */
export const FOLDED = ["customer-updates", "products", "segment-models", "segment-changes", "rankers"] as const satisfies readonly Topic[];
export type FoldedTopic = (typeof FOLDED)[number];

/** Everything the recommender holds in memory: a fold of its topics up to `offsets`. */
export interface ServingState {
  readonly model: ServingModel;
  readonly segments: SegmentBook;
  readonly quality: Quality;
  /** What the predicted baskets teach the ranker. */
  readonly lessons: Lessons;
  /** The next offset to read, by topic and partition. */
  readonly offsets: Record<FoldedTopic, number[]>;
  /** Per partition of `events`, how far its events are in here. */
  readonly applied: number[];
  /** The stream's now, epoch milliseconds. */
  clock: number;
  /** Counts changes of the catalogue. */
  catalogueRevision: number;
}

export function createServingState(): ServingState {
  return {
    model: createModel(),
    segments: emptyBook(),
    quality: emptyQuality(),
    lessons: createLessons(),
    offsets: { "customer-updates": [], products: [], "segment-models": [], "segment-changes": [], rankers: [] },
    applied: [],
    clock: 0,
    catalogueRevision: 0,
  };
}
