import { describe, expect, it } from "vitest";
import type { SegmentModelsRecord } from "../events/segments.ts";
import { seededRandom } from "../math/random.ts";
import { describeProduct } from "../taste/shelf.ts";
import { NAMING, aBuyer } from "../../../../test/segmentation.ts";
import { publishedSegment } from "./labels.ts";
import { applyModelRecord } from "./model-log.ts";
import type { SegmentModel } from "./model.ts";
import { adjustedRand } from "./quality/adjusted-rand.ts";
import { refit } from "./refit/refit.ts";
import { refitDue, refitInput } from "./refit/schedule.ts";
import type { ObservedCustomer } from "./segmenter.ts";
import { applyCustomer } from "./segmenter.ts";
import { tasteConfig } from "./segmenter-config.ts";
import { decodeSegmenter, encodeSegmenter } from "./segmenter-snapshot.ts";
import type { Segmenter } from "./segmenter-state.ts";
import { createSegmenter } from "./segmenter-state.ts";
import { summaryOf } from "./summary.ts";
import { tasteOfProducts } from "./taste-of-products.ts";

const DAY = 86_400_000;
const NOW = 20_000 * DAY;
const SHELVES = [
  { word: "TEACUP", kinds: ["REGENCY", "ROSES", "GREEN", "TRAVEL"] },
  { word: "LUNCH BAG", kinds: ["SPACEBOY", "DOLLY GIRL", "RETROSPOT", "SUKI"] },
  { word: "CHRISTMAS STAR", kinds: ["WOODEN", "GLASS", "VINTAGE", "PAPER"] },
] as const;
const PER_SHELF = 24;
const config = { ...tasteConfig({ every: 7 * DAY }, NAMING), kRange: { min: 3, max: 5 } };

const productOf = (shelf: number, number: number): string => `${shelf}-${number}`;
const titleOf = (shelf: number, number: number): string => `${SHELVES[shelf].kinds[number % 4]} ${SHELVES[shelf].word}`;

const buyerOf = (customerId: string, products: readonly string[]): ObservedCustomer => ({
  ...aBuyer(customerId, { now: NOW, days: 3, orders: 1, money: 20 }),
  history: products.map((productId, at) => ({ productId, last: NOW - at * 1_000 })),
});

function take(segmenter: Segmenter, customer: ObservedCustomer): string | null {
  applyCustomer(segmenter, customer, { customerId: customer.customerId, cause: "purchase", now: NOW });
  return segmentOf(segmenter, customer.customerId);
}

const segmentOf = (segmenter: Segmenter, customerId: string): string | null => publishedSegment(segmenter, segmenter.table.rows.get(customerId) ?? -1);

/** Customers who buy six products of one shelf and one of any. */
function aShop(customers = 180): Segmenter {
  const segmenter = createSegmenter(config);
  SHELVES.forEach((_, shelf) => {
    for (let number = 0; number < PER_SHELF; number++) describeProduct(segmenter.shelf, { productId: productOf(shelf, number), title: titleOf(shelf, number) });
  });
  const random = seededRandom(1);
  const any = (): number => Math.floor(random() * PER_SHELF);
  for (let i = 0; i < customers; i++) {
    const own = Array.from({ length: 6 }, () => productOf(i % 3, any()));
    take(segmenter, buyerOf(`c${i}`, [...new Set([...own, productOf(Math.floor(random() * 3), any())])]));
  }
  return segmenter;
}

function fit(segmenter: Segmenter): SegmentModel {
  const result = refit(refitInput(segmenter));
  if (result.kind !== "model") throw new Error(result.message);
  const record: SegmentModelsRecord = { schema: 1, type: "model", model: result.model, status: "adopted", time: NOW };
  applyModelRecord(segmenter, record);
  return result.model;
}

/** The segment of the customers who buy from a shelf. */
const shelfSegments = (segmenter: Segmenter): (string | null)[] => SHELVES.map((_, shelf) => segmentOf(segmenter, `c${shelf}`));

describe("segments of tastes that have ended", () => {
  it("leave the customers as if there had never been a model, but for the numbers that are taken", () => {
    const [never, ended] = [aShop(), aShop()];
    const { segments } = fit(ended);
    const effects = applyModelRecord(ended, { schema: 1, type: "ended", segmentation: "taste", time: NOW });
    const ids = new Set(segments.map(({ id }) => id));
    expect(effects).toHaveLength(180);
    for (const { assignment, change } of effects) expect([assignment, ids.has(change?.from ?? ""), change?.to, change?.cause]).toEqual([null, true, null, "refit"]);
    expect(summaryOf(ended)).toEqual(summaryOf(never));
    expect(refitInput(ended)).toEqual({ ...refitInput(never), major: 2, seed: 2, nextSegmentNumber: segments.length + 1 });
    expect(refitDue(ended, NOW)).toBe("first");
    expect(fit(ended).segments.filter(({ id }) => ids.has(id))).toEqual([]);
  });

  it("are none of those of behaviour", () => {
    const segmenter = aShop();
    fit(segmenter);
    expect(applyModelRecord(segmenter, { schema: 1, type: "ended", segmentation: "behaviour", time: NOW })).toEqual([]);
    expect(segmentOf(segmenter, "c0")).toMatch(/^taste-/);
  });
});

describe("segments of tastes", () => {
  it("are who buys the same things, called by them", () => {
    const segmenter = aShop();
    const model = fit(segmenter);
    const labels = Int32Array.from(segmenter.table.published.subarray(0, segmenter.table.size));
    const shelves = Int32Array.from(segmenter.table.ids, (id) => Number(id.slice(1)) % 3);

    expect(adjustedRand(labels, shelves)).toBeGreaterThan(0.95);
    const names = shelfSegments(segmenter).map((id) => model.segments.find((segment) => segment.id === id)?.name ?? "");
    expect(new Set(names).size).toBe(3);
    names.forEach((name, shelf) => expect(name.toUpperCase()).toContain(SHELVES[shelf].word.split(" ")[0]));
    expect(model.segments.every(({ id }) => id.startsWith("taste-"))).toBe(true);
  });

  it("take in who bought one thing, also one that nobody bought before, by the words of its title", () => {
    const segmenter = aShop();
    fit(segmenter);
    describeProduct(segmenter.shelf, { productId: "new", title: "ENAMEL LUNCH BAG" });
    const [teacups, bags] = shelfSegments(segmenter);

    expect(take(segmenter, buyerOf("newcomer", [productOf(0, 5)]))).toBe(teacups);
    expect(take(segmenter, buyerOf("explorer", ["new"]))).toBe(bags);
    expect(take(segmenter, buyerOf("nobody", []))).toBeNull();
  });

  it("are told of products alone as of a customer who has bought nothing else", () => {
    const segmenter = aShop();
    const model = fit(segmenter);
    shelfSegments(segmenter).forEach((taste, shelf) => {
      const products = [2, 5, 11].map((number) => ({ productId: productOf(shelf, number), title: titleOf(shelf, number) }));
      expect(tasteOfProducts(model, products)).toBe(taste);
      expect(take(segmenter, buyerOf(`of-${shelf}`, products.map(({ productId }) => productId)))).toBe(taste);
    });
    expect(tasteOfProducts(model, [{ productId: "new", title: "ENAMEL LUNCH BAG", category: "" }])).toBe(shelfSegments(segmenter)[1]);
    expect(tasteOfProducts(model, [])).toBeNull();
  });

  it("follow customers who buy other things", () => {
    const segmenter = aShop();
    fit(segmenter);
    const [, , stars] = shelfSegments(segmenter);
    const products = Array.from({ length: 20 }, (_, number) => productOf(2, number));

    expect(segmentOf(segmenter, "c0")).not.toBe(stars);
    expect(take(segmenter, buyerOf("c0", [...products, productOf(0, 1), productOf(0, 2)]))).toBe(stars);
  });

  it("keep their ids and names at the next fit, in directions of its own", () => {
    const segmenter = aShop();
    const first = fit(segmenter);
    for (let i = 0; i < 90; i++) take(segmenter, buyerOf(`late${i}`, Array.from({ length: 5 }, (_, at) => productOf(i % 3, (i + at * 5) % PER_SHELF))));
    const second = fit(segmenter);

    expect(second.taste).not.toEqual(first.taste);
    expect(second.segments.map(({ id, name }) => [id, name])).toEqual(first.segments.map(({ id, name }) => [id, name]));
    expect(second.churn).toBeLessThan(0.05);
    expect(second.transitions.every(({ type }) => type === "survive")).toBe(true);
  });

  it("come out the same behind a snapshot, and go on the same", () => {
    const segmenter = aShop();
    fit(segmenter);
    const restored = decodeSegmenter(config, encodeSegmenter(segmenter));
    if (restored === null) throw new Error("the snapshot does not fit");
    for (const each of [segmenter, restored]) take(each, buyerOf("late", [productOf(1, 3), productOf(1, 4)]));

    expect(Buffer.compare(encodeSegmenter(restored), encodeSegmenter(segmenter))).toBe(0);
  });

  it("show what they are described by, and not what they are computed with", () => {
    const segmenter = aShop();
    fit(segmenter);
    const summary = summaryOf(segmenter);

    expect(summary.columns.slice(-3)).toEqual(["recency", "frequency", "monetary"]);
    expect(summary.segments[0].means.at(-1)).toBe(20);
    expect(summary.model).not.toHaveProperty("taste");
  });

  it("are not made from few customers", () => {
    expect(refit(refitInput(aShop(60)))).toMatchObject({ kind: "not-enough", customers: 60 });
  });
});
