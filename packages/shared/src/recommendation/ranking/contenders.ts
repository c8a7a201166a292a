import type { ServingModel } from "../model/serving-model.ts";
import { reachOf, shareBoundOf } from "./trend.ts";
import type { Moment, Viewer } from "./trend.ts";

/** What no full score exceeds: max(1, T) (repeat + `neighbours` kNN + `associations` B) + `shares` + `perCount` x the taste's count of the product. */
interface ScoreBound {
  readonly moment: Moment;
  readonly neighbours: number;
  readonly associations: number;
  readonly shares: number;
  readonly perCount: number;
  readonly counts: Float64Array;
}

/** What of a request its bound follows from. */
interface Asked {
  readonly model: ServingModel;
  readonly moment: Moment;
  readonly taste: Viewer;
  /** m / (m + b). */
  readonly reliance: number;
}

/** Bounds may be rounded down by so little. */
const SLACK = 1 - 1e-12;

/**
 * T^.5 and T^.75 are at most max(1, T), and shares at most 1, but that of the taste, which is ten times as heavy as the others, has a bound by product:
 * max(1, T) (repeat + m / (m + b) (14 kNN + 30 B)) + .05 + .05 + .5 m / (m + b) taste share.
 */
export function scoreBoundOf({ model, moment, taste, reliance }: Asked, associationWeight: number): ScoreBound {
  const { weights } = model;
  const { counts, perCount, rest } = shareBoundOf(model, moment, taste);
  const tasteWeight = weights.taste * reliance;
  const [neighbours, associations] = [weights.neighbours * reliance, associationWeight * reliance];
  return { moment, neighbours, associations, shares: weights.segment + weights.popularity + tasteWeight * rest, perCount: tasteWeight * perCount, counts };
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
export function contendersAmong(model: ServingModel, { moment, neighbours: perNeighbours, associations: perAssociation, shares, perCount, counts }: ScoreBound, { from, to, least }: Range): number {
  const { contenders, items } = model.scratch;
  const { candidates, repeat, neighbours, associations } = items;
  const { buyers } = model.items.columns;
  const { recent } = model.popularity.columns;
  const { recent: perRecent, lifetime } = moment;
  const perBuyer = 1 / Math.max(1, model.totals.customers);
  const floor = reachOf(model, 0);
  const enough = least * SLACK;
  let found = 0;
  for (let i = from; i < to; i++) {
    const item = candidates[i];
    const reach = perBuyer * buyers[item] + floor;
    const trend = perRecent * recent[item] + lifetime * reach;
    const personal = repeat[item] + perNeighbours * neighbours[item] + perAssociation * associations[item];
    const bound = (trend > reach ? trend : reach) * personal + reach * (shares + perCount * counts[item]);
    if (bound < enough * reach) continue;
    contenders[found++] = item;
  }
  return found;
}
