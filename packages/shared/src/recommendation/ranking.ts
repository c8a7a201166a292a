import { isOffered } from "./catalogue.ts";
import type { ServingModel } from "./serving-model.ts";
import { offer, sortTopK, startTopK, threshold } from "./top-k.ts";
import type { Ties } from "./top-k.ts";
import { popularityOf, reachOf, segmentShare, trendOf, trendPower } from "./trend.ts";
import type { Moment, Viewer } from "./trend.ts";
import { SETTINGS } from "./weights.ts";

/** What a list is for; the strategies, and the list of a segment. */
export type Goal = "for-you" | "discover" | "rebuy" | "trending" | "segment";

/** A request in hand; its candidates and their parts stand in the scratch items. */
export interface Round {
  readonly model: ServingModel;
  readonly moment: Moment;
  readonly goal: Goal;
  readonly viewer: Viewer;
  readonly limit: number;
  /** Category index, 0 for all, -1 for one that no product has. */
  readonly category: number;
  readonly everBought: ((productId: string) => boolean) | undefined;
}

export interface Ranked {
  readonly item: number;
  readonly score: number;
}

/** The summands of a score. */
export interface Parts {
  readonly repeat: number;
  readonly neighbours: number;
  readonly segment: number;
  readonly popularity: number;
}

const { weights } = SETTINGS;

/** T^.5 repeat, T^.75 7.5 kNN (T^1 where only new products are asked for), .05 T segment share, .05 p14. */
export function partsOf(round: Round, item: number): Parts {
  const { model, moment, viewer, goal } = round;
  const { repeat, neighbours } = model.scratch.items;
  const trend = trendOf(model, moment, item);
  const exponent = goal === "discover" ? weights.trendOnDiscovery : weights.trendOnNeighbours;
  return {
    repeat: trendPower(trend, weights.trendOnRepeat) * repeat[item],
    neighbours: trendPower(trend, exponent) * weights.neighbours * neighbours[item],
    segment: weights.segment * trend * segmentShare(model, moment, { item, ...viewer }),
    popularity: weights.popularity * popularityOf(model, moment, item),
  };
}

function fullScore(round: Round, item: number): number {
  const parts = partsOf(round, item);
  return parts.repeat + parts.neighbours + parts.segment + parts.popularity;
}

type Score = (round: Round, item: number) => number;

const isRepeat = ({ model }: Round, item: number): boolean => model.scratch.items.repeat[item] > 0;

/** The scores that a list is ranked by, one after the other until it is full. Below 0 means: not by this one. */
const STAGES: Readonly<Record<Goal, readonly Score[]>> = {
  "for-you": [fullScore],
  discover: [fullScore],
  rebuy: [(round, item) => (isRepeat(round, item) ? partsOf(round, item).repeat : -1), fullScore],
  trending: [(round, item) => trendOf(round.model, round.moment, item)],
  segment: [(round, item) => segmentShare(round.model, round.moment, { item, ...round.viewer })],
};

/** The best candidates, best first; where they are too few, the rest of the catalogue by popularity. Ties: more baskets, then the smaller hash of the id. */
export function rank(round: Round): Ranked[] {
  const ranked: Ranked[] = [];
  for (const score of STAGES[round.goal]) take(round, ranked, score);
  if (ranked.length < round.limit) fill(round, ranked);
  return ranked;
}

const tiesOf = ({ model }: Round): Ties => ({ ties: model.popularity.columns.baskets, hashes: model.items.columns.hash });

function take(round: Round, ranked: Ranked[], score: Score): void {
  const { scratch } = round.model;
  startTopK(scratch.results, round.limit - ranked.length, tiesOf(round));
  if (score === fullScore) considerContenders(round);
  else for (let i = 0; i < scratch.items.count; i++) consider(round, scratch.items.candidates[i], score(round, scratch.items.candidates[i]));
  collect(round, ranked);
}

/**
 * Scores the candidates that may get in, without roots, shares and divisions for the others: no full score exceeds
 * max(1, T) (repeat + 7.5 kNN + .05 + .05), since T^.5 and T^.75 are at most max(1, T) and a share at most 1. Both sides are
 * multiplied with the reach that T is a quotient of. Most candidates have a small kNN part and are looked at no further.
 */
function considerContenders(round: Round): void {
  const { model, moment } = round;
  const { candidates, count, repeat, neighbours } = model.scratch.items;
  const { results } = model.scratch;
  const { buyers } = model.items.columns;
  const { recent } = model.popularity.columns;
  let least = threshold(results);
  for (let i = 0; i < count; i++) {
    const item = candidates[i];
    const reach = reachOf(model, buyers[item]);
    const trend = moment.recent * recent[item] + moment.lifetime * reach;
    const parts = repeat[item] + weights.neighbours * neighbours[item] + weights.segment + weights.popularity;
    if ((trend > reach ? trend : reach) * parts < least * reach) continue;
    consider(round, item, fullScore(round, item));
    least = threshold(results);
  }
}

/** Everything else that may be shown, by baskets and then by the hash of the id. */
function fill(round: Round, ranked: Ranked[]): void {
  const { model } = round;
  const { baskets } = model.popularity.columns;
  startTopK(model.scratch.results, round.limit - ranked.length, tiesOf(round));
  for (let item = 0; item < model.items.count; item++) consider(round, item, baskets[item]);
  const worst = ranked.length === 0 ? Number.POSITIVE_INFINITY : ranked[ranked.length - 1].score;
  const rest: Ranked[] = [];
  collect(round, rest);
  let last = worst;
  for (const { item } of rest) {
    last = Math.min(last, fullScore(round, item));
    ranked.push({ item, score: last });
  }
}

function consider(round: Round, item: number, key: number): void {
  const { model } = round;
  const { results } = model.scratch;
  if (key < 0 || key < threshold(results) || !isAllowed(round, item)) return;
  if (round.everBought?.(model.items.ids[item]) === true) return;
  offer(results, item, key);
}

function isAllowed({ model, category }: Round, item: number): boolean {
  const { blocked, tag } = model.scratch.items;
  if (blocked[item] === tag || !isOffered(model.items, item)) return false;
  return category === 0 || model.items.columns.category[item] === category;
}

function collect({ model }: Round, ranked: Ranked[]): void {
  const { results, items } = model.scratch;
  sortTopK(results);
  for (let i = 0; i < results.size; i++) {
    items.blocked[results.ids[i]] = items.tag;
    ranked.push({ item: results.ids[i], score: results.keys[i] });
  }
}
