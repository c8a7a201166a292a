import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aLine, aPurchase, aReturn } from "../../../../test/builders.ts";
import type { ShopEvent } from "../events/index.ts";
import type { Customer } from "./customer.ts";
import { decodeCustomer, encodeCustomer } from "./customer-codec.ts";
import { NO_SPEND, addSpend } from "./decayed-spend.ts";
import { isRepeat } from "./event-ids.ts";
import { evolve, newCustomer } from "./evolve.ts";
import type { Evolved } from "./evolve.ts";
import { MAX_ITEMS, everBought, findItem, itemAt } from "./item-table.ts";

const at = (time: string): number => Date.parse(time);
let offset = 0;
const apply = (customer: Customer | null, event: ShopEvent): Evolved =>
  evolve(customer, event, { time: at(event.time ?? "2026-01-01T00:00:00Z"), offset: offset++, defaultCurrency: "GBP" });
const after = (...events: ShopEvent[]): Customer => {
  let customer: Customer | null = null;
  for (const event of events) {
    const result = apply(customer, event);
    if (result.outcome === "applied") customer = result.customer;
  }
  if (customer === null) throw new Error("no customer is left");
  return customer;
};
const item = (customer: Customer, productId: string) => itemAt(customer.items, findItem(customer.items, productId));

describe("a purchase", () => {
  it("adds its lines in minor units, each rounded by itself", () => {
    const customer = after(aPurchase({ items: [aLine(), aLine({ productId: "B", quantity: 1, unitPrice: 0.125 })] }));
    expect(customer).toMatchObject({ orders: 1, units: 7, gross: 1530 + 12, returned: 0, currency: "GBP", variety: 2 });
    expect(item(customer, "85123A")).toMatchObject({ count: 1, decayed: 1, units: 6, lastPrice: 2.55, last: at("2026-03-01T10:00:00Z") });
  });

  it("counts a product that stands on two lines as one basket", () => {
    const customer = after(aPurchase({ items: [aLine({ quantity: 1 }), aLine({ quantity: 2 })] }));
    expect(item(customer, "85123A")).toMatchObject({ count: 1, units: 3 });
  });

  it("counts an order once when it comes in parts", () => {
    const customer = after(aPurchase(), aPurchase({ id: "evt-1b", items: [aLine({ productId: "B" })] }));
    expect(customer).toMatchObject({ orders: 1, gross: 3060 });
  });

  it("that is late never moves recency back", () => {
    const customer = after(aPurchase(), aPurchase({ id: "evt-0", orderId: "o-1", time: "2025-11-01T10:00:00Z", items: [aLine({ unitPrice: 9 })] }));
    expect(customer.lastTime).toBe(at("2026-03-01T10:00:00Z"));
    expect(customer.firstTime).toBe(at("2025-11-01T10:00:00Z"));
    expect(item(customer, "85123A")).toMatchObject({ count: 2, last: at("2026-03-01T10:00:00Z"), lastPrice: 2.55 });
    expect(item(customer, "85123A").decayed).toBeCloseTo(1.5, 6);
  });

  it("whose id was seen before changes nothing", () => {
    const customer = after(aPurchase());
    expect(apply(customer, aPurchase())).toEqual({ outcome: "repeat" });
  });

  it("is known as a repeat while its id is among the last 32, also when read back", () => {
    const events = Array.from({ length: 40 }, (_, i) => aPurchase({ id: `evt-${i}`, orderId: `o-${i}` }));
    const customer = after(...events);
    for (const known of [customer, decodeCustomer(customer.customerId, encodeCustomer(customer))]) {
      expect(events.map(({ id }) => isRepeat(known.eventIds, id))).toEqual(events.map((_, i) => i >= 8));
    }
  });

  it("in another currency is refused and changes nothing", () => {
    const customer = after(aPurchase());
    const before = encodeCustomer(customer);
    const result = apply(customer, aPurchase({ id: "evt-2", orderId: "o-2", currency: "EUR" }));
    expect(result).toMatchObject({ outcome: "rejected", rejection: { code: "currency_mismatch" } });
    expect(encodeCustomer(customer)).toEqual(before);
  });

  it("says what the customer had of each product before", () => {
    const customer = after(aPurchase());
    const result = apply(customer, aPurchase({ id: "evt-2", orderId: "o-2", time: "2026-03-02T10:00:00Z", items: [aLine(), aLine({ productId: "B" })] }));
    if (result.outcome !== "applied") throw new Error(result.outcome);
    expect(result.cause.items).toMatchObject([
      { productId: "85123A", prevCount: 1, prevLast: at("2026-03-01T10:00:00Z"), count: 2 },
      { productId: "B", prevCount: 0, prevLast: 0, count: 1 },
    ]);
  });

  it("pushes out the least used product beyond the cap, which stays known as bought", () => {
    const purchases = Array.from({ length: MAX_ITEMS + 1 }, (_, i) =>
      aPurchase({ id: `e${i}`, orderId: `o${i}`, time: new Date(at("2025-01-01T00:00:00Z") + i * 60_000).toISOString(), items: [aLine({ productId: `p${i}` })] }),
    );
    const customer = after(...purchases);
    expect(customer.items.ids).toHaveLength(MAX_ITEMS);
    expect(findItem(customer.items, "p0")).toBe(-1);
    expect(everBought(customer.items, "p0")).toBe(true);
    expect(everBought(customer.items, "never")).toBe(false);
  });
});

describe("a return", () => {
  it("takes back units and money at the price that was paid", () => {
    const customer = after(aPurchase(), aReturn());
    expect(customer).toMatchObject({ orders: 1, units: 4, gross: 1530, returned: 510 });
    expect(item(customer, "85123A")).toMatchObject({ count: 1, units: 4 });
  });

  it("of the last unit takes the product out of the history", () => {
    const customer = after(aPurchase(), aReturn({ items: [{ productId: "85123A", quantity: 6 }] }));
    expect(customer.items.ids).toEqual([]);
    expect(everBought(customer.items, "85123A")).toBe(false);
    expect(customer).toMatchObject({ variety: 0, spend: NO_SPEND });
  });

  it("subtracts spend with the time of the purchase, not of the return", () => {
    const kept = aPurchase({ id: "k", orderId: "o-1", time: "2025-12-01T10:00:00Z", items: [aLine({ productId: "B" })] });
    const customer = after(kept, aPurchase(), aReturn({ time: "2026-06-01T10:00:00Z", items: [{ productId: "85123A", quantity: 6 }] }));
    expect(customer.spend).toBeCloseTo(addSpend(NO_SPEND, 1530, at("2025-12-01T10:00:00Z")), 9);
  });

  it("of something never bought takes back what it names and is counted", () => {
    const customer = after(aPurchase());
    const result = apply(customer, aReturn({ items: [{ productId: "X", quantity: 1, unitPrice: 2 }, { productId: "Y", quantity: 1 }] }));
    expect(result).toMatchObject({ outcome: "applied", unmatched: 2, customer: { returned: 200 }, cause: { items: [] } });
  });
});

describe("a profile", () => {
  it("keeps, attribute by attribute, what was true last", () => {
    const profile = (id: string, time: string, attributes: object): ShopEvent => ({ type: "profile", id, customerId: "c17", time, ...attributes });
    const customer = after(
      profile("1", "2026-03-02T00:00:00Z", { age: 31, city: "Leeds" }),
      profile("2", "2026-03-01T00:00:00Z", { age: 30, annualIncome: 5000 }),
      profile("3", "2026-03-03T00:00:00Z", { city: null }),
    );
    expect(Object.fromEntries(Object.entries(customer.profile).map(([name, { value }]) => [name, value]))).toEqual({ age: 31, annualIncome: 5000, city: null });
  });
});

interface DrawnEvent {
  readonly kind: string;
  readonly product: string;
  readonly quantity: number;
  readonly pence: number;
  readonly day: number;
}

describe("any history", () => {
  const event = fc.record({
    kind: fc.constantFrom("purchase", "return"),
    product: fc.constantFrom("A", "B", "C"),
    quantity: fc.integer({ min: 1, max: 9 }),
    pence: fc.integer({ min: 1, max: 999 }),
    day: fc.integer({ min: 0, max: 400 }),
  });
  const build = (drawn: DrawnEvent, index: number): ShopEvent => {
    const time = new Date(at("2025-01-01T00:00:00Z") + drawn.day * 86_400_000).toISOString();
    const common = { id: `e${index}`, orderId: `o${index}`, time };
    const { product: productId, quantity } = drawn;
    return drawn.kind === "purchase" ? aPurchase({ ...common, items: [aLine({ productId, quantity, unitPrice: drawn.pence / 100 })] }) : aReturn({ ...common, items: [{ productId, quantity }] });
  };

  it("is the same after any round trip through its stored form", () => {
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 7 }), (drawn, every) => {
        const fold = (keep: (customer: Customer, index: number) => Customer): Uint8Array => {
          const history = drawn.map(build);
          const end = history.reduce<Customer | null>((customer, one, index) => {
            const result = evolve(customer, one, { time: at(one.time ?? ""), offset: index, defaultCurrency: "GBP" });
            return result.outcome === "applied" && result.customer !== null ? keep(result.customer, index) : customer;
          }, null);
          return encodeCustomer(end ?? newCustomer("nobody"));
        };
        const straight = fold((customer) => customer);
        const stored = fold((customer, index) => (index % every === 0 ? decodeCustomer(customer.customerId, encodeCustomer(customer)) : customer));
        expect(Buffer.compare(stored, straight)).toBe(0);
      }),
    );
  });
});
