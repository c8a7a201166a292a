import { describe, expect, it } from "vitest";
import { SHOP_START, smallShop } from "../../../../../test/support/small-shop.ts";
import { FIT_SETTINGS } from "../../ranker/fit-settings.ts";
import { RANKER_FEATURES } from "../ranking/features.ts";
import { recommend } from "../recommend.ts";
import { adoptRanker, rankerDue } from "./adopt-ranker.ts";
import type { PublishedRanker } from "./adopted-ranker.ts";
import { createLessons } from "./lesson-columns.ts";
import type { Lessons } from "./lesson-columns.ts";
import { examplesIn, noteLesson } from "./lessons.ts";
import { createModel } from "./serving-model.ts";
import type { ServingModel } from "./serving-model.ts";

const DAY = 86_400_000;
const PRODUCTS = ["p0", "p1", "p2", "p3", "p4", "p5", "p6"];
const RANKER: PublishedRanker = { ranker: { features: RANKER_FEATURES, trees: [{ splits: [[0, 0.5], [3, 2]], leaves: [0, 1, -1, 0.25] }, { splits: [], leaves: [0.5] }] }, noted: 1_000, time: SHOP_START };

/** Asks for lists as the quality on the stream does. */
function learn(model: ServingModel, count: number, lessons = createLessons()): Lessons {
  for (let customer = 0; customer < count; customer++) {
    const history = [{ productId: PRODUCTS[customer % PRODUCTS.length], count: 1, decayed: 1, last: SHOP_START }];
    recommend(model, { customerId: null, history, baskets: 1, segmentSlot: -1, now: SHOP_START, limit: 10, strategy: "for-you", onContest: (contest) => noteLesson(lessons, contest, new Set(["p1", "p2"])) });
  }
  return lessons;
}

describe("lessons", () => {
  const shop = (): ServingModel => {
    const { model, buy } = smallShop();
    buy("other", 0, ...PRODUCTS);
    return model;
  };

  it("are what the ranker was asked about and what was bought of it, oldest first", () => {
    const { starts, bought, sizes, scores, values } = examplesIn(learn(shop(), 3));
    expect([...starts]).toEqual([0, 7, 14, 21]);
    expect([...sizes]).toEqual([2, 2, 2]);
    for (let list = 0; list < 3; list++) expect(bought.subarray(7 * list, 7 * list + 7).reduce((a, b) => a + b)).toBe(2);
    expect([...scores]).toEqual(Array.from(starts.subarray(0, 3), (from) => [...scores.subarray(from, from + 7)].sort((a, b) => b - a)).flat());
    // The product that each asked with was bought today, the others never.
    const ages = Array.from({ length: 21 }, (_, row) => values[row * RANKER_FEATURES.length + RANKER_FEATURES.indexOf("age")]);
    expect(ages.filter((age) => age === 0)).toHaveLength(3);
    expect(ages.filter((age) => age === -1)).toHaveLength(18);
  });

  it("give way to later ones", () => {
    const model = shop();
    const lessons = learn(model, 10);
    const ten = examplesIn(lessons);
    lessons.noted = FIT_SETTINGS.mostLists - 1;
    const { sizes } = examplesIn(learn(model, 3, lessons));
    expect(sizes).toHaveLength(FIT_SETTINGS.mostLists);
    // Two of the first ten have been written over, and the rest are the oldest now.
    expect([...sizes.subarray(0, 9)]).toEqual([...ten.sizes.subarray(2), 0]);
    expect([...sizes.subarray(-3)]).toEqual([2, 2, 2]);
  });

  it("call for a ranker when there are enough, half as many again, or four weeks have gone by", () => {
    const model = shop();
    const noted = (lessons: number): boolean => rankerDue(model, { ...createLessons(), noted: lessons });
    expect([noted(999), noted(1_000)]).toEqual([false, true]);
    adoptRanker(model, RANKER);
    expect([noted(1_000), noted(1_499), noted(1_500)]).toEqual([false, false, true]);
    model.totals.latest = SHOP_START + 28 * DAY - 1;
    expect(noted(1_000)).toBe(false);
    model.totals.latest++;
    expect(noted(1_000)).toBe(true);
  });
});

describe("a ranker", () => {
  const DEEP = { splits: Array.from({ length: FIT_SETTINGS.depth + 1 }, () => [0, 1] as const), leaves: Array.from({ length: 2 ** (FIT_SETTINGS.depth + 1) }, () => 1) };

  it("takes the place of the one before", () => {
    const model = createModel();
    expect(model.ranker).toBeNull();
    adoptRanker(model, RANKER);
    expect(model.ranker?.published).toBe(RANKER);
    const next = { ...RANKER, ranker: { features: RANKER_FEATURES, trees: [] } };
    adoptRanker(model, next);
    expect(model.ranker?.published).toBe(next);
  });

  it.each([
    ["other features", { ...RANKER.ranker, features: [...RANKER_FEATURES].reverse() }],
    ["larger trees", { ...RANKER.ranker, trees: [DEEP] }],
  ])("of %s is not taken, nor is the one before kept", (_, ranker) => {
    const model = createModel();
    adoptRanker(model, RANKER);
    adoptRanker(model, { ...RANKER, ranker });
    expect(model.ranker).toBeNull();
  });
});
