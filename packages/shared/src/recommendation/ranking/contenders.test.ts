import { expect, it } from "vitest";
import { smallShop } from "../../../../../test/support/small-shop.ts";
import type { SmallShop } from "../../../../../test/support/small-shop.ts";
import { setSegment, setTaste } from "../model/memberships.ts";
import { slotOfSegment } from "../model/segment-counts.ts";
import { recommend } from "../recommend.ts";

/** Of 800 customers everybody buys ten of forty everyday products, a hundred of a segment tea as well, and another hundred of a taste bones. Some more have only collected stamps. */
function aShop(): SmallShop {
  const shop = smallShop();
  for (let i = 0; i < 800; i++) {
    const id = `customer-${i}`;
    setSegment(shop.model, id, i % 8 === 0 ? "segment-tea" : "segment-others");
    setTaste(shop.model, id, i % 8 === 1 ? "taste-bones" : "taste-others");
    const everyday = Array.from({ length: 10 }, (_, k) => `everyday-${(Math.floor(i / 8) + 4 * k) % 40}`);
    shop.buy(id, i / 100, ...everyday, ...(i % 8 === 0 ? ["tea"] : []), ...(i % 8 === 1 ? ["bone"] : []));
  }
  for (let i = 0; i < 100; i++) shop.buy(`collector-${i}`, i / 100, "stamp", ...Array.from({ length: 6 }, (_, k) => `stamp-${(6 * i + k) % 60}`));
  setTaste(shop.model, "newcomer", "taste-bones");
  shop.buy("newcomer", 8, "stamp");
  return shop;
}

// A candidate of each kind comes after many others.
it.each([
  ["their segment", "tea", { customerId: "stranger", history: [] }],
  ["their taste", "bone", { history: [{ productId: "unheard-of", count: 1, decayed: 1, last: 0 }], baskets: 1 }],
  ["everybody", "everyday", { baskets: 1_000_000, strategy: "discover" }],
] as const)("leaves nothing out that gets in by what is bought by %s", (_, product, over) => {
  const { model, request } = aShop();
  const segmentSlot = product === "tea" ? slotOfSegment(model, "segment-tea") : -1;
  const [first] = recommend(model, request("newcomer", { ...over, segmentSlot, limit: 1, diversity: 0 }));
  expect(first.productId.split("-")[0]).toBe(product);
});
