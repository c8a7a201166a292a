import { discount, idealGains } from "../math/discounted-gain.ts";
import type { Examples } from "./examples.ts";
import { FIT_SETTINGS } from "./fit-settings.ts";

const { places: PLACES } = FIT_SETTINGS;
/** Depth of the nDCG that is to rise. */
const DEPTH = 10;

/** What trees are grown from, changed list by list. */
export interface Lambdas {
  /** Per row the first derivative of what is gained by raising its score, and the second one without its sign. */
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** The rows of each list, highest score first: nearly in order already, since a tree changes little. */
  readonly order: Int32Array;
}

export function createLambdas(rows: number): Lambdas {
  return { first: new Float64Array(rows), second: new Float64Array(rows), order: Int32Array.from({ length: rows }, (_, row) => row) };
}

const IDEAL = idealGains(DEPTH);
/** Of the places of a list that is not longer than most. */
const DISCOUNTS = Float64Array.from({ length: 64 }, (_, place) => discount(place));
const discountOf = (place: number): number => DISCOUNTS[place] ?? discount(place);

/**
 * The lambdas of one list under the scores so far (LambdaMART; Burges, MSR-TR-2010-82): for each pair of a bought and another product, rho = 1 / (1 + e^(s_i - s_j)) times what
 * their exchange would change in nDCG. The ideal is of all that was bought then, in the list or not, so that the sum over lists is the mean nDCG that is reported.
 */
export function addLambdas({ starts, bought, sizes }: Examples, list: number, { scores, into }: { readonly scores: Float64Array; readonly into: Lambdas }): void {
  const order = into.order.subarray(starts[list], starts[list + 1]);
  sortByScore(order, scores);
  for (let row = starts[list]; row < starts[list + 1]; row++) into.first[row] = into.second[row] = 0;
  const ideal = IDEAL[Math.min(DEPTH, Math.max(1, sizes[list]))];
  // Few are bought: only they are gone through, each against all others.
  for (let place = 0; place < order.length; place++) if (bought[order[place]] === 1) addPairs(place, { order, bought, scores, ideal }, into);
}

interface Ordered {
  readonly order: Int32Array;
  readonly bought: Uint8Array;
  readonly scores: Float64Array;
  readonly ideal: number;
}

function addPairs(place: number, { order, bought, scores, ideal }: Ordered, { first, second }: Lambdas): void {
  const better = order[place];
  const others = place < PLACES ? order.length : PLACES;
  for (let other = 0; other < others; other++) {
    const worse = order[other];
    if (bought[worse] === 1) continue;
    const gain = Math.abs(discountOf(place) - discountOf(other)) / ideal;
    const rho = 1 / (1 + Math.exp(scores[better] - scores[worse]));
    first[better] += gain * rho;
    first[worse] -= gain * rho;
    second[better] += gain * rho * (1 - rho);
    second[worse] += gain * rho * (1 - rho);
  }
}

/** By insertion; equals by the smaller row. */
function sortByScore(rows: Int32Array, scores: Float64Array): void {
  for (let at = 1; at < rows.length; at++) {
    const row = rows[at];
    const score = scores[row];
    let to = at;
    for (; to > 0 && (scores[rows[to - 1]] < score || (scores[rows[to - 1]] === score && rows[to - 1] > row)); to--) rows[to] = rows[to - 1];
    rows[to] = row;
  }
}
