import { describe, expect, it } from "vitest";
import { createEventValidator } from "../../../platform/src/event-validator.ts";
import { aLine, aPurchase, aReturn } from "../../../../test/builders.ts";
import { parseEvent, timesProblem } from "./parse-event.ts";

const validate = createEventValidator();
const codeOf = (value: unknown): string => {
  const parsed = parseEvent(value, validate);
  return parsed.ok ? "ok" : parsed.rejection.code;
};
const nested = (depth: number): unknown => JSON.parse("[".repeat(depth) + "]".repeat(depth));
const line = (patch: object) => aPurchase({ items: [{ ...aLine(), ...patch }] });

describe("an outside value", () => {
  it("that is a good event is taken as it is", () => {
    expect(parseEvent(aPurchase(), validate)).toEqual({ ok: true, event: aPurchase() });
  });

  it.each([
    ["null", null, "invalid_event"],
    ["an array", [], "invalid_event"],
    ["no type", { id: "1" }, "missing_field"],
    ["another type", { ...aPurchase(), type: "view" }, "unknown_type"],
    ["no customer", { ...aPurchase(), customerId: undefined }, "missing_field"],
    ["an empty id", aPurchase({ id: "" }), "invalid_id"],
    ["a control character in an id", aPurchase({ customerId: "a\nb" }), "invalid_id"],
    ["an id of 10 kB", aPurchase({ customerId: "x".repeat(10_000) }), "invalid_id"],
    ["an id of 129 bytes in 43 characters", aPurchase({ customerId: "€".repeat(43) }), "invalid_id"],
    ["half a surrogate pair", aPurchase({ orderId: "\ud800" }), "invalid_id"],
    ["a number as id", { ...aPurchase(), customerId: 17 }, "invalid_id"],
    ["a time without zone", aPurchase({ time: "2026-03-01T10:00:00" }), "invalid_time"],
    ["a day that does not exist", aPurchase({ time: "2026-02-30T10:00:00Z" }), "invalid_time"],
    ["a quantity of 0", line({ quantity: 0 }), "invalid_quantity"],
    ["a negative quantity", line({ quantity: -1 }), "invalid_quantity"],
    ["an absurd quantity", line({ quantity: 1e12 }), "invalid_quantity"],
    ["NaN", line({ quantity: Number.NaN }), "invalid_quantity"],
    ["a quantity in words", line({ quantity: "6" }), "invalid_quantity"],
    ["a negative price", line({ unitPrice: -1 }), "invalid_price"],
    ["an infinite price", line({ unitPrice: Number.POSITIVE_INFINITY }), "invalid_price"],
    ["no price", aPurchase({ items: [{ productId: "A", quantity: 1 } as never] }), "missing_field"],
    ["no lines", aPurchase({ items: [] }), "invalid_event"],
    ["too many lines", aPurchase({ items: Array.from({ length: 5001 }, () => aLine()) }), "too_many_items"],
    ["a currency in lower case", aPurchase({ currency: "gbp" }), "invalid_currency"],
    ["a field nobody knows", { ...aPurchase(), coupon: 1 }, "invalid_event"],
    ["an impossible age", { type: "profile", id: "1", customerId: "c", age: -3 }, "invalid_profile"],
    ["an attribute that is an object", { type: "profile", id: "1", customerId: "c", pets: {} }, "invalid_profile"],
    ["an attribute that every object has", { type: "profile", id: "1", customerId: "c", constructor: 1 }, "invalid_profile"],
    ["a profile of another version", { type: "profile", version: 2, id: "1", customerId: "c" }, "invalid_event"],
    ["a type nested deeper than any stack", { type: nested(200_000) }, "unknown_type"],
    ["an attribute that reaches for the prototype", JSON.parse('{"type":"profile","id":"1","customerId":"c","__proto__":1}'), "invalid_profile"],
  ])("with %s is refused by its code", (_name, value, code) => {
    expect(codeOf(value)).toBe(code);
  });

  it("is told where it is wrong and how to mend it", () => {
    const parsed = parseEvent(line({ quantity: -1 }), validate);
    expect(parsed).toMatchObject({ rejection: { message: expect.stringMatching(/^items\[0\]\.quantity must be > 0 \(.*"return" event\)$/) as string } });
  });
});

describe("an event's time", () => {
  const now = Date.parse("2026-03-01T00:00:00Z");
  it.each([
    ["1970-01-01T00:00:00Z", "time_too_old"],
    ["2026-03-01T00:05:01Z", "time_in_future"],
    ["2026-03-01T00:04:59Z", undefined],
    ["2010-12-01T08:26:00Z", undefined],
  ])("%s: %s", (time, code) => {
    expect(timesProblem(aPurchase({ time }), Date.parse(time), now)?.code).toBe(code);
  });

  it.each([
    ["1970-01-01T00:00:00Z", "time_too_old"],
    ["9999-01-01T00:00:00Z", "time_in_future"],
    ["2026-02-01T00:00:00Z", undefined],
  ])("given for the purchase that a return undoes, %s: %s", (purchaseTime, code) => {
    expect(timesProblem(aReturn({ purchaseTime }), null, now)?.code).toBe(code);
  });
});
