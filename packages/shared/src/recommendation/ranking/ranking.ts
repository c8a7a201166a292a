import { isOffered } from "../model/catalogue.ts";
import type { ListName } from "../../list-names.ts";
import { eachOfCategory } from "../model/category-index.ts";
import { diversify } from "./diversity.ts";
import type { HistoryItem } from "./repeat-score.ts";
import { isDue } from "./rhythm.ts";
import { MOST_RECOMMENDED } from "../model/scratch.ts";
import type { ServingModel } from "../model/serving-model.ts";
import { offer, sortTopK, startTopK, threshold } from "../model/top-k.ts";
import type { Ties } from "../model/top-k.ts";
import { RERANKED, featuresOf, rerank } from "./rerank.ts";
import type { Contest, Scored } from "./rerank.ts";
import { contendersAmong, scoreBoundOf } from "./contenders.ts";
import { liftOf, popularityOf, segmentShare, trendOf, trendPower } from "./trend.ts";
import type { Moment, Viewer } from "./trend.ts";
import { SETTINGS } from "../weights.ts";

/** What a list is for; the strategies, and the lists of a segment and of everybody. */
export type Goal = ListName | "segment" | "popular";

/** A request in hand; its candidates and their parts stand in the scratch items. */
export interface Round {
  readonly model: ServingModel;
  readonly moment: Moment;
  readonly goal: Goal;
  readonly viewer: Viewer;
  /** The same in the customer's taste. */
  readonly taste: Viewer;
  /** How to call a segment by its id, where that is known. */
  readonly segmentName: (segmentId: string) => string | undefined;
  readonly history: readonly HistoryItem[];
  /** b, orders of the customer. */
  readonly baskets: number;
  /** m / (m + b): what others' purchases count for beside b baskets of the customer's own, which m = 4 are worth. */
  readonly reliance: number;
  readonly limit: number;
  /** Category index, 0 for all, -1 for one that no product has. */
  readonly category: number;
  /** See {@link SETTINGS.lists.diversity}. */
  readonly diversity: number;
  readonly everBought: ((productId: string) => boolean) | undefined;
  /** Told of what the ranker is asked about, or would be if there were one. */
  readonly onContest: ((contest: Contest) => void) | undefined;
}

export interface Ranked {
  readonly item: number;
  /** Falls along the list. */
  readonly score: number;
  readonly by: Criterion;
  /** What the ranker multiplied the score with, 1 where it was not asked. */
  readonly factor: number;
}

/** What a list, or a part of it, is ranked by. */
export type Criterion = "full" | "repeat" | "trend" | "lift" | "popularity";

/** The summands of a full score. */
export interface Parts {
  readonly repeat: number;
  readonly neighbours: number;
  readonly associations: number;
  readonly segment: number;
  readonly taste: number;
  readonly popularity: number;
}

/** T^.5 repeat, T^.75 m / (m + b) (14 kNN + 30 associations), .05 segment share, .5 m / (m + b) taste share, .05 p: shares are of late, so that the trend is in them. */
export function partsOf(round: Round, item: number): Parts {
  const { model, moment, viewer, taste, reliance } = round;
  const { weights } = model;
  const { repeat, neighbours, associations } = model.scratch.items;
  const trend = trendOf(model, moment, item);
  const ofOthers = trendPower(trend, weights.trendOnNeighbours) * reliance;
  return {
    repeat: trendPower(trend, weights.trendOnRepeat) * repeat[item],
    neighbours: ofOthers * weights.neighbours * neighbours[item],
    associations: ofOthers * associationWeight(round) * associations[item],
    segment: weights.segment * segmentShare(round, viewer, item),
    taste: taste.slot < 0 ? 0 : weights.taste * reliance * segmentShare(round, taste, item),
    popularity: weights.popularity * popularityOf(model, moment, item),
  };
}

/** Where all products are new to the customer, they need not be weighed against those bought before. */
function associationWeight({ model: { weights }, goal }: Round): number {
  return goal === "discover" ? weights.associationsInDiscover : weights.associations;
}

type Score = (round: Round, item: number) => number;

export const SCORES: Readonly<Record<Criterion, Score>> = {
  full: (round, item) => {
    const parts = partsOf(round, item);
    return parts.repeat + parts.neighbours + parts.associations + parts.segment + parts.taste + parts.popularity;
  },
  repeat: (round, item) => partsOf(round, item).repeat,
  trend: ({ model, moment }, item) => trendOf(model, moment, item),
  lift: (round, item) => liftOf(round, round.viewer, item),
  popularity: ({ model, moment }, item) => popularityOf(model, moment, item),
};

interface Stage {
  readonly by: Criterion;
  readonly admits?: (round: Round, item: number) => boolean;
}

const isBought = ({ model }: Round, item: number): boolean => model.scratch.items.repeat[item] > 0;
const isBoughtAndDue = (round: Round, item: number): boolean => isBought(round, item) && isDue(round.history[round.model.scratch.items.row[item] - 1], round.moment.now);

/** What a list is ranked by, one after the other until it is full. */
const STAGES: Readonly<Record<Goal, readonly Stage[]>> = {
  "for-you": [{ by: "full" }],
  discover: [{ by: "full" }],
  rebuy: [{ by: "repeat", admits: isBoughtAndDue }, { by: "repeat", admits: isBought }, { by: "full" }],
  trending: [{ by: "trend" }],
  segment: [{ by: "lift" }],
  popular: [{ by: "popularity" }],
};

/** The best candidates, best first; where they are too few, the rest of the catalogue by baskets. Ties: more baskets, then the smaller hash of the id. */
export function rank(round: Round): Ranked[] {
  const chosen: Ranked[] = [];
  for (const stage of STAGES[round.goal]) take(round, chosen, stage);
  if (chosen.length < round.limit) fill(round, chosen);
  const ranked = isDiverse(round) ? diversify({ category: round.model.items.columns.category, diversity: round.diversity, limit: round.limit }, chosen) : chosen;
  let least = Number.POSITIVE_INFINITY;
  return ranked.map(({ item, score, by, factor }) => ({ item, by, factor, score: (least = Math.min(least, score)) }));
}

/** Where all products are of one category, or none has any, there is nothing to choose between. */
function isDiverse({ goal, diversity, model, category }: Round): boolean {
  return diversity > 0 && category === 0 && model.items.categories.length > 1 && (goal === "for-you" || goal === "discover");
}

/** How many products are looked at. */
function wantedOf(round: Round): number {
  return isDiverse(round) ? Math.min(MOST_RECOMMENDED, round.limit * SETTINGS.lists.pool) : round.limit;
}

const tiesOf = ({ model }: Round): Ties => ({ ties: model.popularity.columns.baskets, hashes: model.items.columns.hash });

function take(round: Round, chosen: Ranked[], stage: Stage): void {
  const { by } = stage;
  const wanted = wantedOf(round) - chosen.length;
  const places = isContested(round, by) ? contested(round, best(round, stage, Math.max(wanted, RERANKED))) : best(round, stage, wanted);
  for (const { item, score, factor = 1 } of places.slice(0, wanted)) chosen.push({ item, score, by, factor });
}

/** The ranker has learnt from customers with purchases, and what to put first of products bought before and new ones together: the order of new ones alone it makes worse (docs/adr/0040). */
function isContested({ model, history, goal, onContest }: Round, by: Criterion): boolean {
  return by === "full" && history.length > 0 && goal !== "discover" && (model.ranker !== null || onContest !== undefined);
}

function contested(round: Round, places: readonly Scored[]): readonly Scored[] {
  const { items, ranker } = round.model;
  const asked = places.slice(0, RERANKED);
  const features = featuresOf(round, asked);
  round.onContest?.({ productIds: asked.map(({ item }) => items.ids[item]), features });
  return ranker === null ? places : rerank(features, places, ranker.forest);
}

/** The best candidates by a criterion, best first. */
function best(round: Round, { by, admits }: Stage, wanted: number): Scored[] {
  const { results, items } = round.model.scratch;
  startTopK(results, wanted, tiesOf(round));
  // Others than the history's have no repeat part.
  const end = by === "repeat" ? items.bought : items.count;
  if (by === "full") considerContenders(round);
  else for (let i = 0; i < end; i++) if (admits?.(round, items.candidates[i]) ?? true) consider(round, items.candidates[i], SCORES[by](round, items.candidates[i]));
  return collect(round);
}

/** Scores the candidates that may get in, without roots, shares and divisions for the others. The best are among the first, so that soon few may. */
function considerContenders(round: Round): void {
  const { model } = round;
  const { items, results, contenders } = model.scratch;
  const bound = scoreBoundOf(round, associationWeight(round));
  for (let from = 0; from < items.count; from += contenders.length) {
    const found = contendersAmong(model, bound, { from, to: Math.min(from + contenders.length, items.count), least: threshold(results) });
    for (let i = 0; i < found; i++) consider(round, contenders[i], SCORES.full(round, contenders[i]));
  }
}

/** Everything else that may be shown, by baskets: of a category its own products only. */
function fill(round: Round, chosen: Ranked[]): void {
  const { model, category } = round;
  const { baskets } = model.popularity.columns;
  startTopK(model.scratch.results, round.limit - chosen.length, tiesOf(round));
  const visit = (item: number): void => consider(round, item, baskets[item]);
  if (category > 0) eachOfCategory(model, category, visit);
  else if (category === 0) for (let item = 0; item < model.items.count; item++) visit(item);
  const by = STAGES[round.goal].at(-1)?.by ?? "full";
  for (const { item } of collect(round)) chosen.push({ item, score: SCORES[by](round, item), by, factor: 1 });
}

function consider(round: Round, item: number, key: number): void {
  const { model } = round;
  const { results } = model.scratch;
  if (key < threshold(results) || !isAllowed(round, item)) return;
  if (round.everBought?.(model.items.ids[item]) === true) return;
  offer(results, item, key);
}

function isAllowed({ model, category }: Round, item: number): boolean {
  const { blocked, tag } = model.scratch.items;
  if (blocked[item] === tag || !isOffered(model.items, item)) return false;
  return category === 0 || model.items.columns.category[item] === category;
}

/** The results in order; they are not considered again. */
function collect({ model }: Round): Scored[] {
  const { results, items } = model.scratch;
  sortTopK(results);
  const found: Scored[] = [];
  for (let i = 0; i < results.size; i++) {
    items.blocked[results.ids[i]] = items.tag;
    found.push({ item: results.ids[i], score: results.keys[i] });
  }
  return found;
}
