import { hash32 } from "../customers/hash.ts";
import { titleWords } from "./title-words.ts";

/** What of a product tells a taste. */
export interface Described {
  readonly productId: string;
  readonly title?: string | undefined;
  readonly category?: string | undefined;
}

/** A product as a sparse vector of {@link BUCKETS} numbers. */
export interface Traits {
  readonly buckets: Int32Array;
  readonly weights: Float64Array;
}

/** Dimensions of the hashed space: with 2,048 to 8,192 the segments of Online Retail are equally stable. */
export const BUCKETS = 4_096;
const SIGN_SEED = 7;

/**
 * The product itself, its category and the words of its title, each hashed to a bucket with a sign (Weinberger et al. 2009), so that
 * collisions cancel out on average: a fixed sparse projection, the same for every shop and model. All words together weigh as much as
 * the product. Words make products alike that nobody bought yet, and customers who bought nothing in common.
 */
export function traitsOf({ productId, title, category }: Described): Traits {
  const words = titleWords(title);
  const named = [`p:${productId}`, ...(category === undefined || category === "" ? [] : [`c:${category}`]), ...words.map((word) => `w:${word}`)];
  const wordWeight = 1 / Math.sqrt(Math.max(1, words.length));
  return {
    buckets: Int32Array.from(named, (name) => hash32(name) % BUCKETS),
    weights: Float64Array.from(named, (name) => (hash32(name, SIGN_SEED) % 2 === 0 ? -1 : 1) * (name.startsWith("w:") ? wordWeight : 1)),
  };
}
