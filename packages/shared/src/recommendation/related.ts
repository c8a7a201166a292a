import { isOffered, nameOf } from "./model/catalogue.ts";
import { rowOf } from "./model/cooccurrence.ts";
import { DAMPING } from "./model/customer-columns.ts";
import { scaleAt } from "./model/decay.ts";
import { itemOf } from "./model/item-index.ts";
import { pageOf, startOf } from "./model/paged-pool.ts";
import { namedIn } from "./model/postings.ts";
import type { Recommendation } from "./recommend.ts";
import { MOST_RECOMMENDED, beginRequest, touchItem } from "./model/scratch.ts";
import type { ServingModel } from "./model/serving-model.ts";
import { offer, sortTopK, startTopK } from "./model/top-k.ts";
import { offerAlike } from "./titles-alike.ts";
import { SETTINGS } from "./weights.ts";

export type RelatedKind = "together" | "similar";

/**
 * Products that go with one: in the same baskets, or with the same customers; similar to one that nobody has bought yet are those with words of its title.
 * Only those the counts, or the words, speak for; none for an unknown product.
 */
export function related(model: ServingModel, request: { readonly productId: string; readonly kind: RelatedKind; readonly limit: number }): Recommendation[] {
  const item = itemOf(model.items, request.productId);
  if (item < 0) return [];
  beginRequest(model.scratch, { items: model.items.count, customers: model.customers.count });
  startTopK(model.scratch.results, Math.min(request.limit, MOST_RECOMMENDED), { ties: model.popularity.columns.baskets, hashes: model.items.columns.hash });
  const by = request.kind === "similar" && model.items.columns.buyers[item] === 0 ? "titles" : request.kind;
  OFFERS[by](model, item);
  const { ids, keys, size } = sortTopK(model.scratch.results);
  return Array.from({ length: size }, (_, i) => recommendation(model, { item: ids[i], score: keys[i] }, { of: item, by }));
}

/**
 * C_ij / (sqrt(C_i C_j) + shrink) with counts decayed over 60 days and `shrink` baskets of the newest event's weight: cosine at
 * basket level, which a pair seen once or twice does not reach.
 */
function offerTogether(model: ServingModel, item: number): void {
  const { columns, slowClock } = model.popularity;
  const shrink = SETTINGS.pairs.shrink / Math.max(scaleAt(slowClock, model.totals.latest), Number.MIN_VALUE);
  const { ids, counts, start, room, length } = rowOf(model, item);
  for (let at = start; at < start + length; at++) {
    const other = ids[at];
    const score = counts[at + room] / (Math.sqrt(columns.slow[item] * columns.slow[other]) + shrink);
    if (score > 0 && isOffered(model.items, other)) offer(model.scratch.results, other, score);
  }
}

/**
 * sum over the newest buyers v of 1 / sqrt(distinct_v) for each of their latest products j, over sqrt(N_j): item cosine at customer
 * level with large shoppers damped (design 2, Dynamic Index and VMIS).
 */
function offerSimilar(model: ServingModel, item: number): void {
  const { items, customers, postings, scratch } = model;
  const { postingBlock, postingLength, buyers } = items.columns;
  const { block, length, distinct } = customers.columns;
  const page = pageOf(postings, postingBlock[item]);
  const start = startOf(postingBlock[item]);
  const sums = scratch.items.neighbours;
  for (let at = start; at < start + postingLength[item]; at++) {
    const customer = namedIn(page[at]);
    const damping = DAMPING[distinct[customer]];
    if (damping === 0) continue;
    const products = pageOf(customers.pool, block[customer]);
    const first = startOf(block[customer]);
    for (let i = first; i < first + length[customer]; i++) {
      touchItem(scratch.items, products[i]);
      sums[products[i]] += damping;
    }
  }
  for (let i = 0; i < scratch.items.count; i++) {
    const other = scratch.items.candidates[i];
    if (other !== item && isOffered(items, other)) offer(scratch.results, other, sums[other] / Math.sqrt(Math.max(1, buyers[other])));
  }
}

/** What speaks for a product. */
type Evidence = RelatedKind | "titles";

const OFFERS: Readonly<Record<Evidence, (model: ServingModel, item: number) => void>> = { together: offerTogether, similar: offerSimilar, titles: offerAlike };

const WORDS = {
  together: { kind: "bought-together", text: (name: string) => `Often bought together with ${name}` },
  similar: { kind: "similar-customers", text: (name: string) => `Customers who bought ${name} also bought this` },
  titles: { kind: "similar-title", text: (name: string) => `Like ${name}, which is new` },
} as const;

function recommendation(model: ServingModel, ranked: { readonly item: number; readonly score: number }, to: { readonly of: number; readonly by: Evidence }): Recommendation {
  const { ids, titles } = model.items;
  const title = titles[ranked.item];
  const { kind, text } = WORDS[to.by];
  return {
    productId: ids[ranked.item],
    ...(title === undefined ? {} : { title }),
    score: ranked.score,
    reason: { kind, text: text(nameOf(model.items, to.of)), evidence: { products: [ids[to.of]] } },
  };
}
