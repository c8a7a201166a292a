import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evolve } from "@segue/shared/customers/evolve";
import type { Customer } from "@segue/shared/customers/customer";
import type { Cause } from "@segue/shared/events/customer-update";
import { encodeCustomer, viewCustomer } from "@segue/shared/customers/customer-codec";
import { historyBefore } from "./quality.ts";

const DAY = 86_400_000;
const START = Date.UTC(2025, 0, 1);

const order = fc.record({ day: fc.integer({ min: 0, max: 300 }), products: fc.uniqueArray(fc.constantFrom("A", "B", "C", "D"), { minLength: 1, maxLength: 4 }) });

function buy(customer: Customer | null, drawn: { readonly day: number; readonly products: readonly string[] }, index: number) {
  const time = START + drawn.day * DAY;
  const items = drawn.products.map((productId) => ({ productId, quantity: 1, unitPrice: 1 }));
  const event = { type: "purchase" as const, id: `e${index}`, customerId: "c", orderId: `o${index}`, items };
  const result = evolve(customer, event, { time, offset: index, defaultCurrency: "GBP" });
  if (result.outcome !== "applied" || result.customer === null) throw new Error("not applied");
  return { customer: result.customer, cause: result.cause };
}

describe("the history before some baskets", () => {
  it("is told from the state after them and from their causes", () => {
    fc.assert(
      fc.property(fc.array(order, { minLength: 1, maxLength: 12 }), fc.array(order, { minLength: 1, maxLength: 4 }), (past, latest) => {
        const customer = past.reduce<Customer | null>((state, drawn, index) => buy(state, drawn, index).customer, null);
        if (customer === null) throw new Error("no customer");
        const expected = viewCustomer("c", encodeCustomer(customer)).items.list;
        const causes: Cause[] = [];
        const after = latest.reduce((state, drawn, index) => {
          const bought = buy(state, drawn, past.length + index);
          causes.push(bought.cause);
          return bought.customer;
        }, customer);
        const told = historyBefore(viewCustomer("c", encodeCustomer(after)), causes);
        expect(told.map(({ productId, count, last: at }) => [productId, count, at])).toEqual(
          expected.map(({ productId, count, last: at }) => [productId, count, at]),
        );
        for (const [row, item] of told.entries()) expect(item.decayed).toBeCloseTo(expected[row]?.decayed ?? Number.NaN, 4);
      }),
    );
  });
});
