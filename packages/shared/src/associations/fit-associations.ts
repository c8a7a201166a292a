import type { AssociationInput } from "./association-input.ts";
import { ASSOCIATION_SETTINGS } from "./association-settings.ts";
import type { Associations } from "./associations.ts";
import { invertPositiveDefinite } from "./inverse.ts";

const { head: HEAD, partners: PARTNERS, halfLife, fewest: FEWEST, penalty: PENALTY } = ASSOCIATION_SETTINGS;
const DAY = 86_400_000;
/** Weights are rounded to so many steps. */
const STEPS = 1000;

/** X'X and, beside it, how many customers have both products; row by row. */
interface Counted {
  readonly gram: Float64Array;
  readonly both: Int32Array;
}

/**
 * EASE^R (Steck, arXiv 1905.03375) on the head of the catalogue: B = -P / diag(P) off the diagonal with P = (X'X + l I)^-1, where X holds 2^(-age of the
 * last purchase / 90 d) for each customer and product. Of each row the largest weights are kept, and only of products that enough customers have both.
 */
export function fitAssociations(input: AssociationInput): Associations {
  const head = headOf(input);
  const size = head.length;
  const { gram, both } = count(input, head);
  let trace = 0;
  for (let i = 0; i < size; i++) trace += gram[i * (size + 1)];
  for (let i = 0; i < size; i++) gram[i * (size + 1)] += (PENALTY * trace) / size;
  invertPositiveDefinite(gram, size);
  const rows = head.map((_, row) => strongest({ gram, both }, row, size));
  const most = rows.reduce((largest, [first]) => Math.max(largest, first?.weight ?? 0), 0);
  const scale = most / STEPS || 1;
  const kept = rows.map((row) => row.filter(({ weight }) => Math.round(weight / scale) > 0));
  return {
    products: head.map((number) => input.products[number]),
    partners: kept.map((row) => row.map(({ partner }) => partner)),
    weights: kept.map((row) => row.map(({ weight }) => Math.round(weight / scale))),
    scale,
  };
}

const entryOf = ({ last, time }: AssociationInput, at: number): number => 2 ** (Math.min(0, last[at] - time) / (halfLife * DAY));

/** The products bought most of late, by the diagonal of X'X and then by id. */
function headOf(input: AssociationInput): number[] {
  const { products, numbers } = input;
  const sums = new Float64Array(products.length);
  const customers = new Int32Array(products.length);
  for (let at = 0; at < numbers.length; at++) {
    sums[numbers[at]] += entryOf(input, at) ** 2;
    customers[numbers[at]]++;
  }
  const known = [...products.keys()].filter((number) => customers[number] >= FEWEST && sums[number] > 0);
  return known.sort((a, b) => sums[b] - sums[a] || (products[a] < products[b] ? -1 : 1)).slice(0, HEAD);
}

function count(input: AssociationInput, head: readonly number[]): Counted {
  const size = head.length;
  const places = new Int32Array(input.products.length).fill(-1);
  head.forEach((number, place) => (places[number] = place));
  const counted = { gram: new Float64Array(size * size), both: new Int32Array(size * size) };
  for (let customer = 0; customer + 1 < input.starts.length; customer++) countCustomer(input, customer, { ...counted, places, size });
  return counted;
}

function countCustomer(input: AssociationInput, customer: number, { gram, both, places, size }: Counted & { readonly places: Int32Array; readonly size: number }): void {
  const { starts, numbers } = input;
  const rows: number[] = [];
  const entries: number[] = [];
  for (let at = starts[customer]; at < starts[customer + 1]; at++) {
    if (places[numbers[at]] < 0) continue;
    rows.push(places[numbers[at]]);
    entries.push(entryOf(input, at));
  }
  for (let a = 0; a < rows.length; a++) {
    for (let b = 0; b < rows.length; b++) {
      gram[rows[a] * size + rows[b]] += entries[a] * entries[b];
      both[rows[a] * size + rows[b]]++;
    }
  }
}

interface Partner {
  readonly partner: number;
  readonly weight: number;
}

/** `gram` holds P by now. */
function strongest({ gram: inverse, both }: Counted, row: number, size: number): Partner[] {
  const found: Partner[] = [];
  for (let partner = 0; partner < size; partner++) {
    const weight = -inverse[row * size + partner] / inverse[partner * (size + 1)];
    if (partner !== row && weight > 0 && both[row * size + partner] >= FEWEST) found.push({ partner, weight });
  }
  return found.sort((a, b) => b.weight - a.weight || a.partner - b.partner).slice(0, PARTNERS);
}
