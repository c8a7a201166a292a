import { Packr } from "msgpackr";
import { describe, expect, it } from "vitest";
import { decodeCustomer, decodeSums, encodeCustomer, STAMP_BYTES, viewCustomer } from "./customer-codec.ts";
import type { Customer } from "./customer.ts";
import { newCustomer } from "./evolve.ts";
import { itemAt, putItem } from "./item-table.ts";

const packr = new Packr({ useRecords: false });

function aCustomer(patch: Partial<Customer> = {}): Customer {
  const customer = { ...newCustomer("c17"), version: 70_000, currency: "GBP", firstTime: 1_700_000_000_001, lastTime: 1_800_000_000_000, orders: 2, spend: 27.25, ...patch };
  putItem(customer.items, 0, { productId: "85123A", count: 2, decayed: 1.5, last: 1_800_000_000_000, lastPrice: 2.55, units: 12 });
  return customer;
}

describe("a stored customer", () => {
  it("is read back as it was, whole, to look at, and its sums", () => {
    for (const firstTime of [0, 1, 999, 1_700_000_000_001, 1_700_000_000_999, 253_402_300_799_999]) {
      const customer = aCustomer({ firstTime });
      const bytes = encodeCustomer(customer);
      const { version, lastOrder, items, eventIds, ...sums } = customer;
      const decoded = decodeCustomer("c17", bytes);
      expect(decoded).toMatchObject({ ...sums, version, lastOrder });
      expect(itemAt(decoded.items, 0)).toEqual(itemAt(items, 0));
      expect(decoded.eventIds.length).toBe(eventIds.length);
      expect(decodeSums("c17", bytes)).toEqual(sums);
      expect(viewCustomer("c17", bytes).items.list).toEqual([itemAt(items, 0)]);
    }
  });

  it("begins with its schema and version, within the stamp", () => {
    const bytes = encodeCustomer(aCustomer({ version: 2 ** 40 }));
    expect([...bytes.subarray(0, 4)]).toEqual([0xdc, 0, 17, 2]);
    expect(STAMP_BYTES).toBe(4 + packr.pack(2 ** 40 + 0.5).length);
  });

  it("of another layout is refused", () => {
    expect(() => decodeCustomer("c17", packr.pack([1, 70_000, "c17"]))).toThrow(expect.objectContaining({ code: "unknown_schema" }) as Error);
  });
});
