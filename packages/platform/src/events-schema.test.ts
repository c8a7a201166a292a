import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { eventsJsonSchema } from "@segue/shared/events/json-schema";
import { aLine, aPurchase, aReturn } from "../../../test/builders.ts";

const documented: unknown = JSON.parse(readFileSync(new URL("../../../docs/events.schema.json", import.meta.url), "utf8"));
const ajv = new Ajv2020({ allErrors: true });
formats.default(ajv);
const validate = ajv.compile(documented as object);

describe("docs/events.schema.json", () => {
  it("is what `npm run events-schema` makes of the zod schemas", () => {
    expect(documented).toEqual(eventsJsonSchema());
  });

  it.each([
    ["a purchase", aPurchase()],
    ["a return", aReturn()],
    ["a profile with attributes of its own", { type: "profile", id: "evt-3", customerId: "c17", age: 31, city: "York", newsletter: true, gender: null }],
    ["an erasure", { type: "erase", id: "evt-4", customerId: "c17", time: "2026-03-09T10:00:00Z", version: 1 }],
  ])("takes %s", (_name, event) => {
    expect(validate(event)).toBe(true);
  });

  it.each([
    ["a negative quantity", aPurchase({ items: [aLine({ quantity: -1 })] })],
    ["a time without a zone", aPurchase({ time: "2026-03-01T10:00:00" })],
    ["a field nobody knows", { ...aPurchase(), coupon: 1 }],
    ["an attribute that is an object", { type: "profile", id: "1", customerId: "c", pets: {} }],
    ["a type nobody knows", { ...aPurchase(), type: "view" }],
  ])("refuses %s", (_name, event) => {
    expect(validate(event)).toBe(false);
  });
});
