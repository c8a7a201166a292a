import { productsOf } from "../basket-log.ts";
import type { Method } from "../method.ts";
import { LONGEST, METRICS, judge } from "../metrics.ts";
import type { Buyer, Past } from "../past.ts";
import type { Protocol } from "../protocol.ts";
import type { Lists, ScoreSheet } from "../score-sheet.ts";
import { addScore, clearSheet, createSheet, listsOf } from "../score-sheet.ts";
import { createTopK, offer, startTopK } from "../../recommendation/model/top-k.ts";
import type { CustomerVectors } from "./customer-vectors.ts";
import { createVectors, dotProducts, setVector } from "./customer-vectors.ts";

const GROUPS = 7;
const GROUP_DECAY = 0.7;
const BASKET_DECAY = 0.9;
const NEAREST = 300;
const OWN_SHARES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/**
 * TIFU-KNN (Hu et al., SIGIR 2020; design 4.0 step 8) with the constants of its paper: a v_u + (1 - a) mean of the 300 nearest
 * customers' vectors by Euclidean distance. The share a is the one of .1 to .9 with the best nDCG@10 on the tune part.
 */
export function tifuKnn(past: Past, protocol: Protocol): Method {
  const vectors = createVectors(past);
  const parts = createParts(past);
  const tuning = createTuning();
  return {
    predict(question) {
      fillParts(vectors, parts, question.customer);
      const tune = question.basket < protocol.reportFrom && protocol.earlier[question.basket] > 0;
      if (!tune) return blend(past, parts, bestShare(tuning));
      tuning.lists = OWN_SHARES.map((share) => copied(blend(past, parts, share).all));
      return blend(past, parts, bestShare(tuning));
    },
    learn(basket) {
      takeNote(tuning, new Set(productsOf(past.log, basket)));
      const customer = past.log.customers[basket];
      const { products, values } = vectorWith(past, basket);
      setVector(vectors, customer, { products, values });
    },
  };
}

interface Parts {
  readonly dots: Float64Array;
  readonly nearest: ReturnType<typeof createTopK>;
  readonly own: ScoreSheet;
  readonly others: ScoreSheet;
  readonly blended: ScoreSheet;
}

function createParts(past: Past): Parts {
  const products = past.log.productIds.length;
  const sheet = (): ScoreSheet => createSheet(products);
  return { dots: new Float64Array(past.buyers.length), nearest: createTopK(NEAREST), own: sheet(), others: sheet(), blended: sheet() };
}

/** The customer's own vector and the mean of the nearest ones; nothing for a customer without baskets. */
function fillParts(vectors: CustomerVectors, parts: Parts, customer: number): void {
  const { buyers } = vectors.past;
  clearSheet(parts.own);
  clearSheet(parts.others);
  if (buyers[customer].baskets.length === 0) return;
  const add = (sheet: ScoreSheet, who: number, weight: number): void => {
    const { products } = buyers[who];
    for (const [k, value] of vectors.values[who].entries()) addScore(sheet, products[k], weight * value);
  };
  add(parts.own, customer, 1);
  dotProducts(vectors, customer, parts.dots);
  const { squaredNorms } = vectors;
  const nearest = startTopK(parts.nearest, NEAREST);
  for (let other = 0; other < buyers.length; other++) {
    if (other === customer || buyers[other].baskets.length === 0) continue;
    offer(nearest, other, 2 * parts.dots[other] - squaredNorms[other] - squaredNorms[customer]);
  }
  for (let i = 0; i < nearest.size; i++) add(parts.others, nearest.ids[i], 1 / nearest.size);
}

function blend(past: Past, { own, others, blended }: Parts, share: number): Lists {
  clearSheet(blended);
  for (const [sheet, weight] of [[own, share], [others, 1 - share]] as const) {
    for (let i = 0; i < sheet.count; i++) addScore(blended, sheet.candidates[i], weight * sheet.scores[sheet.candidates[i]]);
  }
  return listsOf(blended, past);
}

interface Tuning {
  /** For the basket in hand, by share; empty outside of the tune part. */
  lists: Int32Array[];
  readonly ndcg: Float64Array;
}

const createTuning = (): Tuning => ({ lists: [], ndcg: new Float64Array(OWN_SHARES.length) });

const copied = (list: ArrayLike<number>): Int32Array => Int32Array.from(list).slice(0, LONGEST);

function takeNote(tuning: Tuning, bought: ReadonlySet<number>): void {
  const into = new Float32Array(METRICS.length);
  for (const [share, list] of tuning.lists.entries()) {
    judge(list, bought, { into, at: 0 });
    tuning.ndcg[share] += into[METRICS.indexOf("ndcg10")];
  }
  tuning.lists = [];
}

function bestShare({ ndcg }: Tuning): number {
  return OWN_SHARES[ndcg.indexOf(Math.max(...ndcg))];
}

/** v_u = (1 / g) sum_k .7^(g - k) (1 / s_k) sum_i .9^(s_k - i) b_ki over g = min(7, n) groups of baskets, the last n mod g of them one larger. */
function vectorWith(past: Past, basket: number): { readonly products: readonly number[]; readonly values: readonly number[] } {
  const buyer = past.buyers[past.log.customers[basket]];
  const { places, products } = withBasket(past, buyer, basket);
  const values = new Array<number>(products.length).fill(0);
  const baskets = [...buyer.baskets, basket];
  for (const [index, weight] of basketWeights(baskets.length).entries()) {
    for (const product of productsOf(past.log, baskets[index])) values[places.get(product) ?? 0] += weight;
  }
  return { products, values };
}

/** The customer's products as they will be with the basket. */
function withBasket(past: Past, buyer: Buyer, basket: number): { readonly places: ReadonlyMap<number, number>; readonly products: readonly number[] } {
  const fresh = Array.from(productsOf(past.log, basket)).filter((product) => !buyer.places.has(product));
  const products = [...buyer.products, ...fresh];
  const places = new Map(products.map((product, place) => [product, place]));
  return { places, products };
}

/** The weight of each of n baskets, oldest first. */
export function basketWeights(baskets: number): readonly number[] {
  const groups = Math.min(GROUPS, baskets);
  const size = Math.floor(baskets / groups);
  const larger = baskets % groups;
  const weights: number[] = [];
  for (let group = 1; group <= groups; group++) {
    const own = group > groups - larger ? size + 1 : size;
    for (let i = 1; i <= own; i++) weights.push((GROUP_DECAY ** (groups - group) * BASKET_DECAY ** (own - i)) / (groups * own));
  }
  return weights;
}
