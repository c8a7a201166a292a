import { expect, test } from "vitest";
import { readBaskets } from "../../apps/cli/src/evaluation/read-baskets.ts";
import { onlineRetailLog } from "../../apps/cli/src/bench/online-retail.ts";
import { demoPlan } from "../../apps/cli/src/embedded/demo-plan.ts";
import { basketCount } from "@segue/shared/evaluation/basket-log";
import type { BasketLog } from "@segue/shared/evaluation/basket-log";
import { METRICS } from "@segue/shared/evaluation/metrics";
import { createPast } from "@segue/shared/evaluation/past";
import { protocolOf } from "@segue/shared/evaluation/protocol";
import { replay } from "@segue/shared/evaluation/replay";
import { segue } from "@segue/shared/evaluation/segue";

/** One basket in so many is predicted. */
const EVERY = 10;
/** What the default may cost of nDCG@10. */
const MOST = 0.02;

/** Online Retail has no categories; the last word of a title says what kind of thing a product is: BAG, SIGN, HOLDER. */
async function withKinds(log: BasketLog): Promise<BasketLog> {
  const kinds = new Map((await onlineRetailLog()).products.map(({ productId, title = "" }) => [productId, title.trim().split(" ").at(-1) ?? ""]));
  return { ...log, categories: log.productIds.map((productId) => kinds.get(productId) ?? "") };
}

test("the diversity of lists costs next to nothing of their quality, and changes them", { timeout: 600_000 }, async () => {
  const log = await withKinds((await readBaskets(demoPlan({ speed: "1" }).file, {})).log);
  const protocol = protocolOf(log, EVERY);
  const nobody = new Int32Array(basketCount(log)).fill(-1);
  const noTrack = { before: nobody, after: nobody, segments: 0, names: [] };
  const quality = (diversity?: number): number => {
    const past = createPast(log);
    const { views } = replay(past, segue(past, { protocol, track: noTrack, tastes: noTrack, associations: [] }, diversity === undefined ? {} : { diversity }), { protocol, clock: () => 0 });
    const values = views.all.filter((value, at) => at % METRICS.length === METRICS.indexOf("ndcg10") && !Number.isNaN(value));
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };

  const [byDefault, none] = [quality(), quality(0)];
  expect(byDefault).not.toBe(none);
  expect(byDefault).toBeGreaterThanOrEqual((1 - MOST) * none);
});
