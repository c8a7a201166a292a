import { describe, expect, it } from "vitest";
import { smallShop } from "../../../../../test/support/small-shop.ts";
import type { SmallShop } from "../../../../../test/support/small-shop.ts";
import type { Associations } from "../../associations/associations.ts";
import { adoptAssociations } from "../model/association-rows.ts";
import { applyProduct } from "../model/catalogue.ts";
import { decodeSnapshot, encodeSnapshot } from "../model/snapshot.ts";
import { memoryOf } from "../model/memory.ts";
import { recommend } from "../recommend.ts";
import type { Recommendation, RecommendRequest } from "../recommend.ts";

const TEA_AND_MILK: Associations = { products: ["tea", "milk", "later"], partners: [[1, 2], [0], []], weights: [[400, 300], [400], []], scale: 0.001 };

/** Everybody buys alone, so that nobody has neighbours with anything new. */
function loners(): SmallShop {
  const shop = smallShop();
  for (let i = 0; i < 20; i++) shop.buy(`c${i}`, i / 10, ["milk", "bone", "kite", "lamp"][i % 4] ?? "");
  shop.buy("ann", 3, "tea");
  return shop;
}

const listFor = ({ model, request }: SmallShop, over: Partial<RecommendRequest> = {}): Recommendation[] => recommend(model, request("ann", { explain: true, ...over }));
const entryOf = (items: readonly Recommendation[], product: string): Recommendation | undefined => items.find(({ productId }) => productId === product);
const partIn = (items: readonly Recommendation[], product: string): number | undefined => entryOf(items, product)?.reason.evidence?.parts?.associations;
const sumOfParts = ({ evidence }: Recommendation["reason"]): number => Object.values(evidence?.parts ?? {}).reduce((sum, part) => sum + part, 0);

describe("what goes together with a customer's products", () => {
  it("comes first among what is new, as a part of the score, and is said", () => {
    const shop = loners();
    expect(partIn(listFor(shop), "milk")).toBeUndefined();
    adoptAssociations(shop.model, TEA_AND_MILK);
    for (const strategy of ["for-you", "discover"] as const) {
      const list = listFor(shop, { strategy });
      expect(list.filter(({ productId }) => productId !== "tea")[0]?.productId).toBe("milk");
      for (const { score, reason } of list) expect(sumOfParts(reason)).toBeCloseTo(score, 9);
      const milk = entryOf(list, "milk");
      expect(milk?.reason).toMatchObject({ kind: "bought-together", text: "Often bought by those who buy tea, which you bought", evidence: { products: ["tea"] } });
      expect(partIn(list, "milk")).toBeGreaterThan(0);
    }
  });

  it("weighs less the more baskets there are, and nothing for what was bought before", () => {
    const shop = loners();
    adoptAssociations(shop.model, TEA_AND_MILK);
    const early = partIn(listFor(shop), "milk") ?? 0;
    for (let day = 4; day < 8; day++) shop.buy("ann", day, "tea");
    const late = partIn(listFor(shop, { now: shop.request("c0").now }), "milk") ?? 0;
    expect(late).toBeGreaterThan(0);
    expect(late).toBeLessThan(early);
    shop.buy("ann", 8, "milk");
    expect(partIn(listFor(shop), "milk")).toBeUndefined();
  });

  it("counts for products that are known only after it was published, and is never shown where it may not be", () => {
    const shop = loners();
    adoptAssociations(shop.model, TEA_AND_MILK);
    expect(entryOf(listFor(shop, { strategy: "discover" }), "later")).toBeUndefined();
    shop.buy("bob", 3, "later");
    expect(entryOf(listFor(shop, { strategy: "discover" }), "later")?.reason.kind).toBe("bought-together");
    applyProduct(shop.model, "milk", { productId: "milk", available: false });
    expect(entryOf(listFor(shop), "milk")).toBeUndefined();
    expect(entryOf(listFor(shop, { exclude: ["later"] }), "later")).toBeUndefined();
  });

  it("gives way as a whole to what is published next, also to nothing", () => {
    const shop = loners();
    adoptAssociations(shop.model, TEA_AND_MILK);
    const before = memoryOf(shop.model).associations;
    adoptAssociations(shop.model, { products: [], partners: [], weights: [], scale: 1 });
    expect(listFor(shop).every(({ reason }) => reason.evidence?.parts?.associations === undefined)).toBe(true);
    expect(memoryOf(shop.model).associations).toBeLessThan(before);
  });

  it("is in a snapshot", () => {
    const shop = loners();
    adoptAssociations(shop.model, TEA_AND_MILK);
    const { model } = decodeSnapshot([...encodeSnapshot(shop.model)]);
    expect(recommend(model, shop.request("ann", { explain: true }))).toEqual(listFor(shop));
  });
});
