import type { Forest, Ranker } from "../../ranker/forest.ts";

/** A ranker, and what was known when it was fitted. */
export interface PublishedRanker {
  readonly ranker: Ranker;
  /** Lessons noted so far. */
  readonly noted: number;
  /** Epoch milliseconds, in stream time. */
  readonly time: number;
}

export interface AdoptedRanker {
  readonly published: PublishedRanker;
  readonly forest: Forest;
}
