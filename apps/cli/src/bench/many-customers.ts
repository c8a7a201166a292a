import { seededRandom } from "@segue/shared/math/random";

/** Each value is moved by up to this share of it, so that no two customers are alike. */
const JITTER = 0.2;

/** `count` rows drawn from `values` (rows of `dims` positive numbers), each moved a little; the same ones every time. */
export function manyCustomers(values: Float64Array, dims: number, count: number): Float64Array {
  const random = seededRandom(1);
  const many = new Float64Array(count * dims);
  for (let row = 0; row < count; row += 1) {
    const from = Math.floor(random() * (values.length / dims)) * dims;
    for (let f = 0; f < dims; f += 1) many[row * dims + f] = (values[from + f] ?? 0) * (1 + JITTER * (2 * random() - 1));
  }
  return many;
}
