import { describe, expect, it } from "vitest";
import { aBasketLog } from "../../../../../test/basket-log.ts";
import type { ABasket } from "../../../../../test/basket-log.ts";
import { NAMING } from "../../../../../test/segmentation.ts";
import { createMethod } from "../methods.ts";
import type { RunName } from "../methods.ts";
import { createPast, learnBasket, markProducts } from "../past.ts";
import { protocolOf } from "../protocol.ts";
import { trackAssociations } from "../association-track.ts";
import { trackSegments } from "../segment-track.ts";
import type { Lists } from "../score-sheet.ts";
import { basketWeights } from "./tifu-knn.ts";

/** The lists for the last basket of a log, from all before it, as product ids. */
function predict(name: RunName, baskets: readonly ABasket[]): Record<keyof Lists, string[]> {
  const log = aBasketLog(baskets);
  const past = createPast(log);
  const method = createMethod(name, past, { protocol: protocolOf(log), track: trackSegments(log, { segmentation: "behaviour", naming: NAMING }), tastes: trackSegments(log, { segmentation: "taste", naming: NAMING }), associations: trackAssociations(log) });
  const last = baskets.length - 1;
  for (let basket = 0; basket < last; basket++) {
    method.learn(basket);
    learnBasket(past, basket);
  }
  markProducts(past, log.customers[last]);
  const lists = method.predict({ basket: last, customer: log.customers[last], time: log.times[last] });
  const ids = (list: ArrayLike<number>): string[] => Array.from(list, (product) => log.productIds[product]);
  return { all: ids(lists.all), explore: ids(lists.explore), repeat: ids(lists.repeat) };
}

// Baskets with them: milk 4, bread 3, eggs 2, tea 1, jam 1. Ann has bread 2, milk 2, tea 1.
const SHOP: readonly ABasket[] = [
  ["ann", 0, ["tea", "bread", "milk"]],
  ["bob", 1, ["milk", "eggs"]],
  ["ann", 2, ["bread", "milk"]],
  ["cat", 3, ["milk", "bread", "jam"]],
  ["bob", 4, ["eggs"]],
  ["ann", 5, ["tea"]],
];

describe("top frequency", () => {
  it("is of everybody under G", () => {
    expect(predict("g-topfreq", SHOP)).toEqual({ all: ["milk", "bread", "eggs", "tea", "jam"], explore: ["eggs", "jam"], repeat: ["milk", "bread", "tea"] });
  });

  it("is of the customer under P, with ties and the rest by first appearance", () => {
    expect(predict("p-topfreq", SHOP)).toEqual({ all: ["bread", "milk", "tea", "eggs", "jam"], explore: ["eggs", "jam"], repeat: ["bread", "milk", "tea"] });
  });

  it("is of the customer under GP, with ties by popularity and the rest of everybody", () => {
    expect(predict("gp-topfreq", SHOP)).toEqual({ all: ["milk", "bread", "tea", "eggs", "jam"], explore: ["eggs", "jam"], repeat: ["milk", "bread", "tea"] });
  });

  it("has nothing but popularity for somebody new", () => {
    const stranger: ABasket = ["dan", 6, ["tea"]];
    expect(predict("gp-topfreq", [...SHOP.slice(0, 5), stranger]).all).toEqual(["milk", "bread", "eggs", "tea", "jam"]);
  });
});

describe("TIFU-KNN", () => {
  it("weighs baskets by their place in a group and groups by theirs", () => {
    // One basket: one group. Three: three groups of one, .7 and .49 back, over three.
    expect(basketWeights(1)).toEqual([1]);
    const three = basketWeights(3);
    [0.49 / 3, 0.7 / 3, 1 / 3].forEach((weight, i) => expect(three[i]).toBeCloseTo(weight, 12));
    // Nine: seven groups of sizes 1, 1, 1, 1, 1, 2, 2.
    const nine = basketWeights(9);
    expect(nine).toHaveLength(9);
    expect(nine[0]).toBeCloseTo(0.7 ** 6 / 7, 12);
    expect(nine[5]).toBeCloseTo((0.7 * 0.9) / (7 * 2), 12);
    expect(nine[8]).toBeCloseTo(1 / (7 * 2), 12);
  });

  it("adds what the nearest customers have", () => {
    const { all, explore } = predict("tifu-knn", SHOP);
    expect(all[0]).toBe("milk");
    expect(new Set(explore)).toEqual(new Set(["eggs", "jam"]));
  });
});

// Two tastes; eve has begun like the first.
const TASTES: readonly ABasket[] = [
  ...Array.from({ length: 6 }, (_, i): ABasket => [`green-${i}`, i, ["spade", "seeds", "pots"]]),
  ...Array.from({ length: 8 }, (_, i): ABasket => [`cook-${i}`, 10 + i, ["pan", "oil", "salt"]]),
  ["eve", 20, ["spade"]],
  ["eve", 21, ["seeds"]],
];

describe("what is bought together", () => {
  it.each(["up-cf", "vmis", "item-cosine", "ease"] as const)("leads %s to the rest of a taste, although another is more popular", (name) => {
    const { explore } = predict(name, TASTES);
    expect(new Set(explore.slice(0, 2))).toEqual(new Set(["seeds", "pots"]));
  });
});

describe("ours", () => {
  it("is led there by neighbours, and by popularity alone without them", () => {
    expect(new Set(predict("segue", TASTES).explore.slice(0, 2))).toEqual(new Set(["seeds", "pots"]));
    expect(predict("without segment", TASTES).explore.slice(0, 2)).toEqual(predict("segue", TASTES).explore.slice(0, 2));
    expect(["pan", "oil", "salt"]).toContain(predict("without neighbours", TASTES).explore[0]);
  });
});

describe("segments", () => {
  const many = Array.from({ length: 1600 }, (_, i): ABasket => {
    const often = i % 2 === 0;
    return [often ? `often-${i % 40}` : `once-${i}`, Math.floor(i / 20), often ? ["pan", "oil"] : ["spade", "pots"]];
  });

  it.each(["segment-popularity", "segment-filter"] as const)("lead %s to what the customer's own segment buys", (name) => {
    const { all } = predict(name, [...many, ["often-2", 81, ["pan"]]]);
    expect(new Set(all.slice(0, 2))).toEqual(new Set(["pan", "oil"]));
  });
});
