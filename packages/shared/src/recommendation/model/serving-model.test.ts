import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cause, UpdateEntry } from "../../events/customer-update.ts";
import { adoptRanker } from "./adopt-ranker.ts";
import type { PublishedRanker } from "./adopted-ranker.ts";
import { applyProduct } from "./catalogue.ts";
import { applyEntry, distinctBefore } from "../fold.ts";
import { customerOf } from "./indexed-customers.ts";
import { itemOf } from "./item-index.ts";
import { createLessons } from "./lesson-columns.ts";
import { examplesIn, noteLesson } from "./lessons.ts";
import { blankErased } from "./postings.ts";
import { pageOf, startOf } from "./paged-pool.ts";
import { guestHistory, recommend } from "../recommend.ts";
import { RANKER_FEATURES } from "../ranking/features.ts";
import { createModel } from "./serving-model.ts";
import type { ServingModel } from "./serving-model.ts";
import { segmentOf, setSegment, setTaste, tasteOf } from "./memberships.ts";
import { decodeSnapshot, encodeSnapshot } from "./snapshot.ts";

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);

interface Order {
  readonly customer: number;
  readonly day: number;
  readonly products: readonly number[];
}

const order = fc.record({ customer: fc.nat(12), day: fc.nat(4000), products: fc.uniqueArray(fc.nat(30), { minLength: 1, maxLength: 6 }) });
const log = fc.array(order, { maxLength: 120 });

/** The entries ingest would publish for the orders. */
function entriesOf(orders: readonly Order[]): UpdateEntry[] {
  const counts = new Map<string, number>();
  return orders.map(({ customer, day, products }, offset) => {
    const items = products.map((product) => {
      const key = `${customer} ${product}`;
      const prevCount = counts.get(key) ?? 0;
      counts.set(key, prevCount + 1);
      return { productId: `p${product}`, quantity: 1, prevCount, prevLast: 0, count: prevCount + 1 };
    });
    return { offset, customerId: `c${customer}`, cause: { type: "purchase", orderId: `o${offset}`, time: START + day * DAY, items } };
  });
}

/** Folds entries as the records of `customer-updates` that `cuts` divides them into. */
function fold(model: ServingModel, entries: readonly UpdateEntry[], cuts: ReadonlySet<number> = new Set()): ServingModel {
  const variety = new Map<string, number>();
  let from = 0;
  for (let to = 1; to <= entries.length; to++) {
    if (to < entries.length && !cuts.has(to)) continue;
    const record = entries.slice(from, to);
    for (const { customerId, cause } of record) variety.set(customerId, (variety.get(customerId) ?? 0) + gained(cause));
    const before = distinctBefore(record, (id) => variety.get(id) ?? 0);
    record.forEach((entry, i) => {
      applyEntry(model, entry, { distinctBefore: before[i], products: () => [] });
    });
    from = to;
  }
  return model;
}

const gained = ({ type, items }: Cause): number =>
  type === "purchase" ? items.filter((item) => item.prevCount === 0).length : -items.filter((item) => item.count === 0).length;

function withSegments(): ServingModel {
  const model = createModel();
  for (let customer = 0; customer <= 12; customer++) setSegment(model, `c${customer}`, customer % 3 === 0 ? null : `seg-${customer % 3}`);
  for (let customer = 0; customer <= 12; customer++) setTaste(model, `c${customer}`, customer % 2 === 0 ? null : `taste-${customer % 4}`);
  return model;
}

const bytesOf = (model: ServingModel): Buffer => Buffer.concat([...encodeSnapshot(model)]);

describe("the fold of customer-updates", () => {
  it("does not depend on how the stream was cut into records", () => {
    fc.assert(
      fc.property(log, fc.array(fc.nat(120)), (orders, cuts) => {
        const entries = entriesOf(orders);
        const whole = bytesOf(fold(withSegments(), entries));
        expect(bytesOf(fold(withSegments(), entries, new Set(cuts))).equals(whole)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("counts by hand", () => {
    const model = fold(createModel(), entriesOf([{ customer: 0, day: 0, products: [1, 2] }, { customer: 1, day: 14, products: [1] }, { customer: 0, day: 14, products: [1] }]));
    const { columns } = model.popularity;
    const one = itemOf(model.items, "p1");
    const two = itemOf(model.items, "p2");
    expect([columns.baskets[one], columns.baskets[two], model.popularity.totals.baskets]).toEqual([3, 1, 3]);
    // Two weeks later an order weighs four times as much.
    expect(columns.recent[one] / columns.recent[two]).toBeCloseTo(9, 3);
    expect([model.items.columns.buyers[one], model.items.columns.buyers[two], model.totals.customers]).toEqual([2, 1, 2]);
    expect([model.items.columns.repurchase[one], model.totals.repurchase]).toEqual([1, 1]);
  });

  it("is undone by a return, up to rounding", () => {
    fc.assert(
      fc.property(log, order, (orders, last) => {
        const kept = orders.filter(({ customer }) => customer !== last.customer);
        const entries = entriesOf([...kept, last]);
        const bought = entries[entries.length - 1];
        const items = bought.cause.items.map((item) => ({ ...item, prevCount: 1, count: 0 }));
        const returned: UpdateEntry = { ...bought, cause: { ...bought.cause, type: "return", items } };
        // The clocks may move on at the purchase, so the other model sees an order then as well, of a product that is not looked at.
        const other = { ...bought, customerId: "c99", cause: { ...bought.cause, items: [{ ...items[0], productId: "else", prevCount: 0, count: 1 }] } };
        const without = fold(createModel(), [...entries.slice(0, -1), other]);
        const undone = fold(createModel(), [...entries.slice(0, -1), other, bought, returned]);
        for (const id of without.items.ids) {
          expect(countsOf(undone, id)).toEqual(countsOf(without, id));
          expect(recentOf(undone, id)).toBe(recentOf(without, id));
        }
        expect(undone.totals.customers).toBe(without.totals.customers);
        const customer = customerOf(undone.customers, bought.customerId);
        expect(customer < 0 || undone.customers.columns.length[customer] === 0).toBe(true);
        expect(undone.popularity.everybody.columns.counts.reduce((sum, count) => sum + count)).toBe(without.popularity.everybody.columns.counts.reduce((sum, count) => sum + count));
      }),
      { numRuns: 60 },
    );
  });

  it("takes nothing below zero", () => {
    const [entry] = entriesOf([{ customer: 0, day: 0, products: [1] }]);
    const model = fold(createModel(), [entry]);
    const items = entry.cause.items.map((item) => ({ ...item, prevCount: 5, count: 0 }));
    const returned: UpdateEntry = { ...entry, cause: { ...entry.cause, type: "return", time: START + 300 * DAY, items } };
    fold(model, [returned, returned]);
    expect(countsOf(model, "p1")).toEqual([0, 0, 0]);
    expect(model.popularity.columns.recent[itemOf(model.items, "p1")]).toBe(0);
  });
});

/** Baskets, buyers, and postings that name someone. */
function countsOf(model: ServingModel, productId: string): number[] {
  const item = itemOf(model.items, productId);
  const { buyers, postingBlock, postingLength } = model.items.columns;
  const start = startOf(postingBlock[item]);
  const postings = postingLength[item] === 0 ? [] : [...pageOf(model.postings, postingBlock[item]).subarray(start, start + postingLength[item])];
  return [model.popularity.columns.baskets[item], buyers[item], postings.filter((entry) => entry > 0).length];
}

const recentOf = ({ items, popularity }: ServingModel, productId: string): number => popularity.columns.recent[itemOf(items, productId)];

describe("an erased customer", () => {
  const orders: Order[] = [
    { customer: 1, day: 1, products: [1, 2, 3] },
    { customer: 2, day: 2, products: [1, 2, 4] },
    { customer: 1, day: 3, products: [1, 4] },
  ];
  const erase: UpdateEntry = { offset: 9, customerId: "c1", cause: { type: "erase", orderId: "", time: START, items: [] } };

  it("leaves neither hash nor products nor postings, and no part in anyone's list", () => {
    const model = fold(createModel(), entriesOf(orders));
    const index = customerOf(model.customers, "c1");
    const { hash, distinct, length, postings } = model.customers.columns;
    const mark = hash[index];
    const block = model.customers.columns.block[index];
    applyEntry(model, erase, { distinctBefore: -1, products: () => [] });
    expect([hash[index], distinct[index], length[index], postings[index]]).toEqual([0, 0, 0, 0]);
    // Only the link to the next free block stands where the products were.
    expect(model.customers.pool.free).toContain(block);
    expect(model.customers.pool.pages[0].subarray(block + 1, block + 8).every((word) => word === 0)).toBe(true);
    const mark64 = Buffer.from(new Float64Array([mark]).buffer);
    expect(bytesOf(model).includes(mark64)).toBe(false);
    const request = { customerId: null, history: guestHistory(["p4"], START), baskets: 1, segmentSlot: -1, now: START, limit: 5, strategy: "discover" } as const;
    expect(recommend(model, request).filter(({ reason }) => reason.evidence?.products?.includes("p4")).map(({ productId }) => productId)).not.toContain("p3");
  });

  it("leaves nothing of their segment and taste once both are told to be gone, and no slot shifted for others", () => {
    const model = fold(withSegments(), entriesOf(orders));
    const mark = Buffer.from(new Float64Array([model.customers.columns.hash[customerOf(model.customers, "c1")]]).buffer);
    applyEntry(model, erase, { distinctBefore: -1, products: () => [] });
    setSegment(model, "c1", null);
    expect(bytesOf(model).includes(mark)).toBe(true);
    setTaste(model, "c1", null);
    expect(bytesOf(model).includes(mark)).toBe(false);
    const named = (slot: number): string | undefined => model.popularity.segments[slot]?.id;
    for (const customer of [2, 5, 7, 9, 11]) {
      expect(named(segmentOf(model, `c${customer}`))).toBe(customer % 3 === 0 ? undefined : `seg-${customer % 3}`);
      expect(named(tasteOf(model, `c${customer}`))).toBe(customer % 2 === 0 ? undefined : `taste-${customer % 4}`);
    }
  });

  it("leaves no posting of the products that are no longer in their list either", () => {
    const everything = Array.from({ length: 60 }, (_, product) => product);
    const model = fold(createModel(), entriesOf([{ customer: 1, day: 1, products: everything }, { customer: 2, day: 1, products: everything }]));
    const index = customerOf(model.customers, "c1");
    applyEntry(model, erase, { distinctBefore: -1, products: () => [] });
    expect([model.totals.erased, model.customers.columns.postings[index]]).toEqual([1, 28]);
    blankErased(model, { from: 0, to: model.items.count });
    expect(model.customers.columns.postings[index]).toBe(0);
    expect(model.postings.pages.flatMap((page) => [...page]).filter((word) => word === index)).toEqual([]);
    expect(model.customers.columns.postings[customerOf(model.customers, "c2")]).toBe(60);
  });

  it("lets the index be used again, for somebody else", () => {
    const model = fold(createModel(), entriesOf(orders));
    const index = customerOf(model.customers, "c1");
    applyEntry(model, erase, { distinctBefore: -1, products: () => [] });
    fold(model, [{ ...entriesOf(orders)[0], customerId: "c3" }]);
    expect(customerOf(model.customers, "c3")).toBe(index);
    expect(model.customers.columns.distinct[index]).toBe(3);
  });
});

const RANKER: PublishedRanker = { ranker: { features: RANKER_FEATURES, trees: [{ splits: [[0, 0.5], [3, 2]], leaves: [0, 1, -1, 0.25] }, { splits: [], leaves: [0.5] }] }, noted: 1_000, time: START };

describe("a snapshot", () => {
  it("comes back bit-equal, in pieces of any size, and goes on the same way", () => {
    fc.assert(
      fc.property(log, log, fc.integer({ min: 1, max: 5000 }), (before, after, size) => {
        const entries = entriesOf([...before, ...after]);
        const model = fold(withSegments(), entries.slice(0, before.length));
        applyProduct(model, "p3", { productId: "p3", title: "Café ☕", category: "drinks", price: 2.5 });
        applyProduct(model, "p4", { productId: "p4", hidden: true });
        adoptRanker(model, RANKER);
        const lessons = createLessons();
        for (let lesson = 0; lesson < size % 3; lesson++) noteLesson(lessons, { productIds: ["p1", "p2"], features: { values: new Float64Array(2 * RANKER_FEATURES.length).fill(lesson), rows: 2 } }, new Set(["p2"]));
        const bytes = Buffer.concat([...encodeSnapshot(model, { meta: { offsets: [7] }, lessons })]);
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
        const copy = decodeSnapshot(pieces);
        expect(copy.meta).toEqual({ offsets: [7] });
        expect(copy.model.ranker).toEqual(model.ranker);
        expect(examplesIn(copy.lessons)).toEqual(examplesIn(lessons));
        expect(bytesOf(copy.model).equals(bytesOf(model))).toBe(true);
        const rest = entries.slice(before.length);
        expect(bytesOf(fold(copy.model, rest)).equals(bytesOf(fold(model, rest)))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it("refuses foreign bytes and a file cut short", () => {
    const bytes = bytesOf(fold(createModel(), entriesOf([{ customer: 1, day: 1, products: [1] }])));
    expect(() => decodeSnapshot([bytes.subarray(0, bytes.length - 3)])).toThrow(/cut short/);
    expect(() => decodeSnapshot([Buffer.from("not a snapshot at all")])).toThrow(/delete it to rebuild/);
  });

  it("notices a fold in the middle of it", () => {
    const model = fold(createModel(), entriesOf([{ customer: 1, day: 1, products: [1] }]));
    const chunks = encodeSnapshot(model);
    chunks.next();
    fold(model, entriesOf([{ customer: 2, day: 1, products: [1] }]));
    expect(() => [...chunks]).toThrow(/hold the fold back/);
  });
});
