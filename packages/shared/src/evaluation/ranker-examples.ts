import { collectExamples } from "../ranker/examples.ts";
import type { Examples } from "../ranker/examples.ts";
import { RANKER_FEATURES } from "../recommendation/ranking/features.ts";
import { createModel } from "../recommendation/model/serving-model.ts";
import { contestOf } from "../recommendation/recommend.ts";
import { basketCount, productsOf } from "./basket-log.ts";
import type { BasketLog } from "./basket-log.ts";
import type { Protocol } from "./protocol.ts";
import { isScored } from "./protocol.ts";
import { replayedShop } from "./replayed-shop.ts";
import type { Tracks } from "./replayed-shop.ts";

/** Lists that a log gives at most, evenly chosen: more of one log would outweigh another. */
const MOST_LISTS = 6000;

export interface ExampleOptions extends Tracks {
  readonly protocol: Protocol;
  readonly onProgress?: (baskets: number) => void;
}

/**
 * What the products with the highest scores looked like before each scored basket, and which of them were in it. Baskets are replayed as {@link replayedShop} does, so that
 * a ranker is fitted from the numbers that it is asked about later.
 */
export function rankerExamples(log: BasketLog, { protocol, onProgress, ...tracks }: ExampleOptions): Examples {
  const shop = replayedShop(log, createModel(), tracks);
  const scored = Array.from({ length: basketCount(log) }, (_, basket) => basket).filter((basket) => isScored(protocol, basket));
  const step = Math.max(1, Math.ceil(scored.length / MOST_LISTS));
  const chosen = new Set(scored.filter((_, at) => at % step === 0));
  const collected = collectExamples(RANKER_FEATURES);
  for (let basket = 0; basket < basketCount(log); basket++) {
    if (chosen.has(basket)) {
      const bought = new Set(Array.from(productsOf(log, basket), (product) => log.productIds[product]));
      const { productIds, logScores, features } = contestOf(shop.model, shop.request({ basket, customer: log.customers[basket], time: log.times[basket] }, "for-you"));
      collected.add({ features, scores: logScores, bought: productIds.map((id) => bought.has(id)), size: bought.size });
    }
    shop.learn(basket);
    onProgress?.(basket);
  }
  return collected.examples();
}
