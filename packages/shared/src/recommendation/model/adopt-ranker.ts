import { FIT_SETTINGS } from "../../ranker/fit-settings.ts";
import { MOST_SPLITS, forestOf } from "../../ranker/forest.ts";
import { RANKER_FEATURES } from "../ranking/features.ts";
import { DAY_MS } from "../weights.ts";
import type { Lessons } from "./lesson-columns.ts";
import type { PublishedRanker } from "./adopted-ranker.ts";
import type { ServingModel } from "./serving-model.ts";

const { fewestLists: FEWEST, growth: GROWTH, refitDays: REFIT_DAYS } = FIT_SETTINGS;

/** Takes in the ranker that was published last, in place of the one before. One of other features or larger trees is another version's: the score has the last word then. */
export function adoptRanker(model: ServingModel, published: PublishedRanker): void {
  const { features, trees } = published.ranker;
  const isOurs = features.length === RANKER_FEATURES.length && RANKER_FEATURES.every((feature, f) => feature === features[f]) && trees.every(({ splits }) => splits.length <= MOST_SPLITS);
  model.ranker = isOurs ? { published, forest: forestOf(published.ranker) } : null;
  model.totals.revision++;
}

/** Whether a ranker is to be fitted: when there is enough to learn from, half as much again as there was for the last one, or four weeks have gone by. */
export function rankerDue({ ranker, totals: { latest } }: ServingModel, { noted }: Lessons): boolean {
  if (noted < FEWEST) return false;
  return ranker === null || noted >= GROWTH * ranker.published.noted || latest >= ranker.published.time + REFIT_DAYS * DAY_MS;
}
