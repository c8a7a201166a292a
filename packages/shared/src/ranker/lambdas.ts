import type { Examples } from "./examples.ts";
import { FIT_SETTINGS } from "./fit-settings.ts";

const { places: PLACES } = FIT_SETTINGS;
/** Depth of the nDCG that is to rise. */
const DEPTH = 10;

/** Per row the first derivative of what is gained by raising its score, and the second one without its sign. */
export interface Lambdas {
  readonly first: Float64Array;
  readonly second: Float64Array;
}

const discount = (place: number): number => 1 / Math.log2(place + 2);
const IDEAL = Float64Array.from({ length: DEPTH + 1 }, (_, hits) => Array.from({ length: hits }, (_hit, place) => discount(place)).reduce((sum, each) => sum + each, 0));

/**
 * The lambdas of one list under the scores so far (LambdaMART; Burges, MSR-TR-2010-82): for each pair of a bought and another product, rho = 1 / (1 + e^(s_i - s_j)) times what
 * their exchange would change in nDCG. The ideal is of all that was bought then, in the list or not, so that the sum over lists is the mean nDCG that is reported.
 */
export function addLambdas({ starts, bought, sizes }: Examples, list: number, { scores, into }: { readonly scores: Float64Array; readonly into: Lambdas }): void {
  const from = starts[list];
  const order = Array.from({ length: starts[list + 1] - from }, (_, at) => from + at).sort((a, b) => scores[b] - scores[a] || a - b);
  for (let row = from; row < starts[list + 1]; row++) into.first[row] = into.second[row] = 0;
  const ideal = IDEAL[Math.min(DEPTH, Math.max(1, sizes[list]))];
  for (let high = 0; high < Math.min(PLACES, order.length); high++) {
    for (let low = high + 1; low < order.length; low++) {
      if (bought[order[high]] === bought[order[low]]) continue;
      const [better, worse] = bought[order[high]] === 1 ? [order[high], order[low]] : [order[low], order[high]];
      const gain = (DISCOUNTS[high] - discountOf(low)) / ideal;
      const rho = 1 / (1 + Math.exp(scores[better] - scores[worse]));
      into.first[better] += gain * rho;
      into.first[worse] -= gain * rho;
      into.second[better] += gain * rho * (1 - rho);
      into.second[worse] += gain * rho * (1 - rho);
    }
  }
}

const DISCOUNTS = Float64Array.from({ length: 256 }, (_, place) => discount(place));
const discountOf = (place: number): number => DISCOUNTS[place] ?? discount(place);
