import { aLine, aPurchase, aReturn } from "../builders.ts";

/** The customer whose state no refused event may touch. */
export const KNOWN = "known";

const purchase = (patch: object): object => ({ ...aPurchase({ id: "bad-1", customerId: KNOWN, orderId: "o-bad", time: undefined }), ...patch });
const line = (patch: object): object => purchase({ items: [aLine(), { ...aLine(), ...patch }] });
const giveBack = (patch: object): object => ({ ...aReturn({ id: "bad-1", customerId: KNOWN, time: undefined }), ...patch });
const profile = (patch: object): object => ({ type: "profile", id: "bad-1", customerId: KNOWN, ...patch });
const without = (event: object, field: string): object => Object.fromEntries(Object.entries(event).filter(([name]) => name !== field));
const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
/** For what no object can hold: the value of `at` replaced in the text. */
const text = (event: object, replaced: string, by: string): string => JSON.stringify(event).replace(replaced, () => by);

/**
 * Bad events as JSON text, by the name of their row in docs/bad-input.md: each is sent alone, and among good ones, which have
 * to be kept.
 */
export function badEvents(): Readonly<Record<string, string>> {
  const events: Readonly<Record<string, unknown>> = {
    "null in place of an event": null,
    "a number in place of an event": 17,
    "a list in place of an event": [purchase({})],
    "no `type`": without(purchase({}), "type"),
    "a `type` nobody knows": purchase({ type: "view" }),
    "no `id`": without(purchase({}), "id"),
    "no `customerId`": without(purchase({}), "customerId"),
    "no `orderId`": without(purchase({}), "orderId"),
    "no `items`": without(purchase({}), "items"),
    "`items` that are no list": purchase({ items: {} }),
    "no line in `items`": purchase({ items: [] }),
    "5,001 lines": purchase({ items: Array.from({ length: 5_001 }, () => aLine()) }),
    "a line without `productId`": purchase({ items: [without(aLine(), "productId")] }),
    "a line without `quantity`": purchase({ items: [without(aLine(), "quantity")] }),
    "a line without `unitPrice`": purchase({ items: [without(aLine(), "unitPrice")] }),
    "a quantity as text": line({ quantity: "6" }),
    'a quantity of `"NaN"`': line({ quantity: "NaN" }),
    "a quantity of null": line({ quantity: null }),
    "a quantity of 0": line({ quantity: 0 }),
    "a negative quantity": line({ quantity: -6 }),
    "a quantity of a billion": line({ quantity: 1e9 }),
    'a price of `"NaN"`': line({ unitPrice: "NaN" }),
    "a negative price": line({ unitPrice: -2.55 }),
    "a price of a billion": line({ unitPrice: 1e9 }),
    "a time of tomorrow": purchase({ time: inHours(24) }),
    "a time in 1970": purchase({ time: "1970-01-01T00:00:00Z" }),
    "a time without a zone": purchase({ time: "2026-03-01T10:00:00" }),
    "a day that does not exist": purchase({ time: "2026-02-30T10:00:00Z" }),
    "a leap second": purchase({ time: "2016-12-31T23:59:60Z" }),
    "a time in milliseconds": purchase({ time: 1_772_359_200_000 }),
    "a time in words": purchase({ time: "yesterday" }),
    "a return of a purchase of tomorrow": giveBack({ purchaseTime: inHours(24) }),
    "a return of a purchase of 1970": giveBack({ purchaseTime: "1970-01-01T00:00:00Z" }),
    "an empty id": purchase({ id: "" }),
    "a number as id": purchase({ customerId: 17 }),
    "an id of 10 kB": purchase({ customerId: "x".repeat(10_000) }),
    "an id with a control character": purchase({ customerId: `${KNOWN}\n` }),
    "an id with half a surrogate pair": purchase({ orderId: "\ud83d" }),
    "an id of 129 bytes in 43 characters": line({ productId: "€".repeat(43) }),
    "a field nobody knows": purchase({ coupon: "SPRING" }),
    "a line with a field nobody knows": line({ discount: 0.1 }),
    "an erasure with a field nobody knows": { type: "erase", id: "bad-1", customerId: KNOWN, reason: "asked" },
    "an event of version 2": purchase({ version: 2 }),
    "a currency in lower case": purchase({ currency: "gbp" }),
    "an age of -3": profile({ age: -3 }),
    "an attribute that is an object": profile({ pets: { cats: 2 } }),
    "an attribute of 257 characters": profile({ motto: "x".repeat(257) }),
    "an attribute whose name has a blank": profile({ "shoe size": 42 }),
    "an attribute named `constructor`": profile({ constructor: 1 }),
    "65 attributes": profile(Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`a${index}`, index]))),
  };
  return {
    ...Object.fromEntries(Object.entries(events).map(([name, event]) => [name, JSON.stringify(event)])),
    "a quantity of `1e999`": text(line({ quantity: "?" }), '"?"', "1e999"),
    "an attribute named `__proto__`": text(profile({ age: "?" }), '"age":"?"', '"__proto__":{"admin":true}'),
    "a `type` that is nested 100,000 deep": text(purchase({ type: "?" }), '"?"', "[".repeat(100_000) + "]".repeat(100_000)),
  };
}
