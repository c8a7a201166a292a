import type { PublishedRanker } from "../recommendation/model/adopted-ranker.ts";

/** The `rankers` topic, JSON under one key, written by the recommender: the trees that rank the products with the highest scores anew. The latest count. */
export interface RankerRecord extends PublishedRanker {
  readonly schema: 1;
}
