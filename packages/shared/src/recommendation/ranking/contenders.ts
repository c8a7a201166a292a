import type { ServingModel } from "../model/serving-model.ts";
import { reachOf, shareBoundOf } from "./trend.ts";
import type { AsOf, Moment, ShareBound, Viewer } from "./trend.ts";

/** What no full score exceeds: max(1, T) (repeat + `neighbours` kNN + `associations` B) + `shares` + `popularity` x recent share, and what the counts of segment and taste add. */
interface ScoreBound {
  readonly moment: Moment;
  readonly neighbours: number;
  readonly associations: number;
  readonly shares: number;
  readonly popularity: number;
  readonly segment: ShareBound;
  readonly taste: ShareBound;
}

/** What of a request its bound follows from. */
interface Asked extends AsOf {
  readonly viewer: Viewer;
  readonly taste: Viewer;
  /** m / (m + b). */
  readonly reliance: number;
}

/** Bounds may be rounded down by so little. */
const SLACK = 1 - 1e-12;

/**
 * T^.5 and T^.75 are at most max(1, T), lifetime shares at most 1, and the shares of segment and taste have bounds by product:
 * max(1, T) (repeat + m / (m + b) (14 kNN + 30 B)) + .05 segment share + .5 m / (m + b) taste share + .05 p.
 */
export function scoreBoundOf({ model, moment, viewer, taste, reliance }: Asked, associationWeight: number): ScoreBound {
  const { weights } = model;
  const [neighbours, associations] = [weights.neighbours * reliance, associationWeight * reliance];
  const ofSegment = weighed(shareBoundOf({ model, moment }, viewer), weights.segment);
  const ofTaste = weighed(shareBoundOf({ model, moment }, taste), weights.taste * reliance);
  // Whoever is in no segment has the popularity in its place.
  const popularity = weights.popularity + (viewer.slot < 0 ? weights.segment : 0);
  return { moment, neighbours, associations, shares: ofSegment.rest + ofTaste.rest + popularity * moment.lifetime, popularity, segment: ofSegment, taste: ofTaste };
}

function weighed({ counts, perCount, rest }: ShareBound, weight: number): ShareBound {
  return { counts, perCount: weight * perCount, rest: weight * rest };
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly least: number;
}

/**
 * Lists those of a range of the candidates whose scores may be `least` or more in the scratch contenders, and answers how many they are. Both sides are multiplied with
 * the reach that T is a quotient of. Nothing is called in here, so that the columns are not looked for again at each of a thousand candidates.
 */
export function contendersAmong(model: ServingModel, bound: ScoreBound, { from, to, least }: Range): number {
  const { contenders, items } = model.scratch;
  const { candidates, repeat, neighbours, associations } = items;
  const { buyers } = model.items.columns;
  const { recent } = model.popularity.columns;
  const { neighbours: perNeighbours, associations: perAssociation, shares, popularity } = bound;
  const { recent: perRecent, lifetime } = bound.moment;
  const { counts: segmentCounts, perCount: perSegmentCount } = bound.segment;
  const { counts: tasteCounts, perCount: perTasteCount } = bound.taste;
  const perBuyer = 1 / Math.max(1, model.totals.customers);
  const floor = reachOf(model, 0);
  const enough = least * SLACK;
  let found = 0;
  for (let i = from; i < to; i++) {
    const item = candidates[i];
    const reach = perBuyer * buyers[item] + floor;
    const recentShare = perRecent * recent[item];
    const trend = recentShare + lifetime * reach;
    const personal = repeat[item] + perNeighbours * neighbours[item] + perAssociation * associations[item];
    const crowd = shares + popularity * recentShare + perSegmentCount * segmentCounts[item] + perTasteCount * tasteCounts[item];
    if ((trend > reach ? trend : reach) * personal + reach * crowd < enough * reach) continue;
    contenders[found++] = item;
  }
  return found;
}
