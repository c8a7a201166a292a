import { beforeAll, describe, expect, it } from "vitest";
import type { RecommendationsRequest, RecommendedItem } from "@segue/shared/api/recommendations";
import { encodeCustomer, viewCustomer } from "@segue/shared/customers/customer-codec";
import type { CustomerView } from "@segue/shared/customers/customer-codec";
import { evolve } from "@segue/shared/customers/evolve";
import { applyProduct } from "@segue/shared/recommendation/model/catalogue";
import { setSegment, setTaste } from "@segue/shared/recommendation/model/memberships";
import { decodeSnapshot } from "@segue/shared/recommendation/model/snapshot";
import type { SegmentModel } from "@segue/shared/segmentation/model";
import { refitInput } from "@segue/shared/segmentation/refit/schedule";
import { applyCustomer } from "@segue/shared/segmentation/segmenter";
import { tasteConfig } from "@segue/shared/segmentation/segmenter-config";
import { createSegmenter } from "@segue/shared/segmentation/segmenter-state";
import { tasteOfProducts } from "@segue/shared/segmentation/taste-of-products";
import { describeProduct } from "@segue/shared/taste/shelf";
import { NAMING, aBuyer, aModel, fitted } from "../../../test/segmentation.ts";
import { SHOP_START, smallShop } from "../../../test/support/small-shop.ts";
import type { SmallShop } from "../../../test/support/small-shop.ts";
import { answer } from "./answer.ts";
import { applyModelsRecord } from "./segment-book.ts";
import { createServingState } from "./serving-state.ts";
import type { ServingState } from "./serving-state.ts";
import { encodeState } from "./snapshots.ts";

const SHELVES = ["TEACUP", "LUNCH BAG", "CHRISTMAS STAR"] as const;
const KINDS = ["REGENCY", "ROSES", "GREEN", "TRAVEL"];
const PER_SHELF = 24;
const CUSTOMERS = 180;

const idOf = (shelf: number, number: number): string => `${shelf}-${number % PER_SHELF}`;
const titleOf = (shelf: number, number: number): string => `${KINDS[number % KINDS.length]} ${SHELVES[shelf]}`;
const catalogue = SHELVES.flatMap((_, shelf) => Array.from({ length: PER_SHELF }, (_each, number) => ({ productId: idOf(shelf, number), title: titleOf(shelf, number) })));
const shelfOf = (customer: number): number => customer % SHELVES.length;
/** Six products of one shelf, and one of another for every third customer of it. */
const boughtBy = (customer: number): string[] => {
  const first = Math.floor(customer / SHELVES.length);
  return [...[0, 3, 4, 9, 13, 17].map((step) => idOf(shelfOf(customer), first + step)), ...(first % 3 === 0 ? [idOf((customer + 1) % SHELVES.length, first)] : [])];
};

/** The tastes that the segmenter fits to the customers of the shelves. */
function tasteModel(): SegmentModel {
  const segmenter = createSegmenter({ ...tasteConfig({ every: 0 }, NAMING), kRange: { min: 3, max: 3 } });
  for (const product of catalogue) describeProduct(segmenter.shelf, product);
  for (let i = 0; i < CUSTOMERS; i++) {
    const buyer = aBuyer(`c${i}`, { now: SHOP_START, days: 1, orders: 1, money: 20 });
    applyCustomer(segmenter, { ...buyer, history: boughtBy(i).map((productId) => ({ productId, last: SHOP_START })) }, { customerId: `c${i}`, cause: "purchase", now: SHOP_START });
  }
  return fitted(refitInput(segmenter));
}

let model: SegmentModel;
beforeAll(() => {
  model = tasteModel();
});

const tasteOfShelf = (shelf: number): string => tasteOfProducts(model, [{ productId: idOf(shelf, 0), title: titleOf(shelf, 0) }]) ?? "none";
const nameOfShelf = (shelf: number): string => model.segments.find(({ id }) => id === tasteOfShelf(shelf))?.name ?? "none";

const serve = ({ segments }: ServingState): unknown => applyModelsRecord(segments, { schema: 1, type: "model", model, status: "adopted", time: 0 });

/** Purchases, tastes and catalogue of that shop; one more product of each shelf is in it, and one without a title, that nobody has bought. */
function fill({ model: serving, buy }: SmallShop): void {
  const unsold = [...SHELVES.map((word, shelf) => ({ productId: `new-${shelf}`, title: `ENAMEL ${word}` })), { productId: "untitled" }];
  for (const product of [...catalogue, ...unsold]) applyProduct(serving, product.productId, product);
  for (let i = 0; i < CUSTOMERS; i++) {
    setTaste(serving, `c${i}`, tasteOfShelf(shelfOf(i)));
    buy(`c${i}`, i / CUSTOMERS, ...boughtBy(i));
  }
}

/** The recommender of the shop, with the model of tastes read before everything, after it, or never. */
function aState(reads: "first" | "last" | "never" = "last"): ServingState {
  const shop = smallShop();
  const state: ServingState = { ...createServingState(), model: shop.model };
  if (reads === "first") serve(state);
  fill(shop);
  if (reads === "last") serve(state);
  return state;
}

interface Guest extends Partial<RecommendationsRequest> {
  readonly customer?: CustomerView;
}

function listFor(state: ServingState, { customer, ...request }: Guest): readonly RecommendedItem[] {
  const now = state.model.totals.latest;
  return answer(state, { customer: customer ?? null, segmentId: null }, { request: { limit: 100, explain: true, diversity: 0, ...request }, now, recommendationId: "r" }).items;
}

const partOf = (items: readonly RecommendedItem[], productId: string, part = "taste"): number => items.find((item) => item.productId === productId)?.reason.evidence?.parts?.[part] ?? 0;
const tastePart = (items: readonly RecommendedItem[]): number => items.reduce((sum, { productId }) => sum + partOf(items, productId), 0);

/** What of a list is about each shelf: the sum of the parts of taste. */
const sharesOf = (items: readonly RecommendedItem[]): number[] =>
  SHELVES.map((_, shelf) => items.filter(({ productId }) => productId.startsWith(`${shelf}-`)).reduce((sum, { productId }) => sum + partOf(items, productId), 0));

/** A customer who has told their age and bought nothing. */
function profileOnly(customerId: string): CustomerView {
  const evolved = evolve(null, { type: "profile", id: "e1", customerId, age: 30 }, { time: SHOP_START, offset: 0, defaultCurrency: "GBP" });
  if (evolved.outcome !== "applied" || evolved.customer === null) throw new Error("not applied");
  return viewCustomer(customerId, encodeCustomer(evolved.customer));
}

describe("the taste of a guest's basket", () => {
  it.each([0, 1, 2])("is that of who buys such things, and is given as the reason (shelf %i)", (shelf) => {
    const items = listFor(aState(), { basket: [`new-${shelf}`] });
    const shares = sharesOf(items);
    for (const [other, share] of shares.entries()) if (other !== shelf) expect(shares[shelf]).toBeGreaterThan(3 * share);
    const [first] = items;
    expect(first.productId.startsWith(`${shelf}-`)).toBe(true);
    expect(first.reason.kind).toBe("popular-in-segment");
    expect(first.reason.text).toContain(`Popular with customers who like ${nameOfShelf(shelf)}`);
    expect(nameOfShelf(shelf).toUpperCase()).toContain(SHELVES[shelf].split(" ")[0]);
  });

  it("is one summand beside what similar customers say, and the parts still add up to the score", () => {
    const items = listFor(aState(), { basket: [idOf(1, 2), idOf(1, 5)], strategy: "discover" });
    expect(items.some(({ productId }) => partOf(items, productId) > 0 && partOf(items, productId, "neighbours") > 0)).toBe(true);
    for (const { score, reason } of items) expect(Object.values(reason.evidence?.parts ?? {}).reduce((sum, part) => sum + part, 0)).toBeCloseTo(score, 9);
  });

  it("is told from a product's id where it has no title, and from the others where nobody knows one", () => {
    const state = aState();
    const known = listFor(state, { basket: [idOf(1, 4)] });
    expect(tastePart(known)).toBeGreaterThan(0);
    applyProduct(state.model, idOf(1, 4), { productId: idOf(1, 4) });
    expect(sharesOf(listFor(state, { basket: [idOf(1, 4)] }))).toEqual(sharesOf(known));
    expect(sharesOf(listFor(state, { basket: ["nobody knows this", idOf(1, 4), "nor this"] }))).toEqual(sharesOf(known));
  });

  it.each([
    ["products that nobody knows", { basket: ["nobody knows this"] }],
    ["a product of which nothing is known but that it is there", { basket: ["untitled"] }],
    ["an empty basket", { basket: [] }],
    ["no basket", {}],
  ])("is none for %s", (_, guest) => {
    expect(tastePart(listFor(aState(), guest))).toBe(0);
  });

  it("is none while no model of tastes serves, as before the first and where tastes are off", () => {
    const state = aState("never");
    expect(tastePart(listFor(state, { basket: ["new-1"] }))).toBe(0);
    applyModelsRecord(state.segments, { schema: 1, type: "model", model, status: "candidate", time: 0 });
    expect(tastePart(listFor(state, { basket: ["new-1"] }))).toBe(0);
    applyModelsRecord(state.segments, { schema: 1, type: "adopted", segmentation: "taste", version: model.version, time: 0 });
    expect(tastePart(listFor(state, { basket: ["new-1"] }))).toBeGreaterThan(0);
  });

  it("goes before what was known of somebody who has been erased", () => {
    const state = aState();
    setTaste(state.model, "gone", tasteOfShelf(0));
    expect(listFor(state, { customerId: "gone", basket: ["new-1"] })).toEqual(listFor(state, { basket: ["new-1"] }));
  });

  it("is the same whatever was read first, and after a restart", () => {
    const guest = { basket: [idOf(0, 1), "new-0", "new-1"] };
    const state = aState();
    const list = listFor(state, guest);
    expect(tastePart(list)).toBeGreaterThan(0);
    expect(listFor(aState("first"), guest)).toEqual(list);
    const { model: restored, meta, lessons } = decodeSnapshot([...encodeState(state)]);
    expect(listFor({ ...(meta as Omit<ServingState, "model" | "lessons">), model: restored, lessons }, guest)).toEqual(list);
  });
});

describe("a customer of whom only the profile is known", () => {
  /** Nearest by age to the segment whose customers buy teacups. */
  function withSegments(): ServingState {
    const state = aState();
    applyModelsRecord(state.segments, { schema: 1, type: "model", model: aModel([30, 60]), status: "adopted", time: 0 });
    for (let i = 0; i < CUSTOMERS; i++) setSegment(state.model, `c${i}`, `seg-${shelfOf(i) === 0 ? 1 : 2}`);
    return state;
  }

  it("gets what their segment buys and what is popular, and has no taste", () => {
    const state = withSegments();
    const items = listFor(state, { customer: profileOnly("ann"), customerId: "ann" });
    expect(tastePart(items)).toBe(0);
    expect(partOf(items, idOf(0, 1), "segment")).toBeGreaterThan(partOf(items, idOf(1, 1), "segment"));
    expect(partOf(items, idOf(0, 1), "popularity")).toBeGreaterThan(0);
    expect(items[0].reason.kind).toBe("popular-in-segment");
  });

  it("has the taste of their basket when they come with one, beside their segment", () => {
    const items = listFor(withSegments(), { customer: profileOnly("ann"), customerId: "ann", basket: ["new-1"] });
    const [teacups, bags] = sharesOf(items);
    expect(bags).toBeGreaterThan(3 * teacups);
    expect(partOf(items, idOf(0, 1), "segment")).toBeGreaterThan(partOf(items, idOf(1, 1), "segment"));
  });
});
