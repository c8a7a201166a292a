import { describe, expect, it } from "vitest";
import { eventSchemas } from "@segue/shared/events/index";
import { aPurchase } from "../../../test/builders.ts";
import { createEventValidator } from "./event-validator.ts";

const validate = createEventValidator();

const GOOD = ["2026-03-01T10:00:00Z", "2026-03-01T10:00:00.123+05:30", "2024-02-29T00:00:00Z", "2000-02-29T23:59:59-23:59"];
const BAD = [
  "2026-02-29T00:00:00Z",
  "1900-02-29T00:00:00Z",
  "2026-04-31T00:00:00Z",
  "2026-13-01T00:00:00Z",
  "2026-01-01T24:00:00Z",
  "2026-01-01T23:59:60Z",
  "2026-01-01T00:00:00",
  "2026-01-01 00:00:00Z",
  "2026-01-01T00:00:00+24:00",
  "2026-01-01",
  "yesterday",
];

describe("the compiled validator", () => {
  it.each([...GOOD.map((time) => [time, true] as const), ...BAD.map((time) => [time, false] as const)])("takes %s as a time: %s, as the schema does", (time, good) => {
    const event = aPurchase({ time });
    expect(validate("purchase", event) === null).toBe(good);
    expect(eventSchemas.purchase.safeParse(event).success).toBe(good);
  });
});
