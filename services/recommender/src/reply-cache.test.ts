import { describe, expect, it } from "vitest";
import { basisOf, createReplyCache } from "./reply-cache.ts";
import type { Basis } from "./reply-cache.ts";
import { encodeCustomer } from "@segue/shared/customers/customer-codec";
import { newCustomer } from "@segue/shared/customers/evolve";
import type { AskerBytes } from "./answer.ts";

const REPLY = Uint8Array.of(7);
const assignment = (segmentId: string): Uint8Array => Buffer.from(JSON.stringify({ schema: 1, segmentId, modelVersion: "behaviour-1.0" }));
/** A customer as of the event at an offset. */
const customer = (offset: number): Uint8Array => encodeCustomer({ ...newCustomer("c1"), version: offset });
interface Patch extends Partial<AskerBytes> {
  readonly modelVersion?: string;
  readonly catalogueRevision?: number;
}
const basis = ({ modelVersion = "behaviour-1.0", catalogueRevision = 7, ...patch }: Patch = {}): Basis =>
  basisOf({ customer: customer(70_000), assignment: assignment("seg-1"), ...patch }, { modelVersion, catalogueRevision });

function filled() {
  let now = 0;
  const cache = createReplyCache(() => now);
  cache.put("q", basis(), REPLY);
  return { cache, wait: (milliseconds: number) => (now += milliseconds) };
}

describe("a kept reply", () => {
  it("is given again while everything it was made from is the same", () => {
    expect(filled().cache.get("q", basis())).toBe(REPLY);
    expect(filled().cache.get("another", basis())).toBeUndefined();
  });

  it.each([
    ["the customer", { customer: customer(70_001) }],
    ["an erased customer", { customer: undefined }],
    ["the segment", { assignment: assignment("seg-2") }],
    ["the model", { modelVersion: "behaviour-1.1" }],
    ["the catalogue", { catalogueRevision: 8 }],
  ])("is not given again when it was made from another state of %s", (_what, patch) => {
    expect(filled().cache.get("q", basis(patch))).toBeUndefined();
  });

  it("is at most five seconds old", () => {
    const { cache, wait } = filled();
    wait(5_000);
    expect(cache.get("q", basis())).toBe(REPLY);
    wait(1);
    expect(cache.get("q", basis())).toBeUndefined();
  });

  it("is let go of when it has expired, asked for or not", () => {
    const { cache, wait } = filled();
    wait(5_001);
    cache.expire();
    wait(-5_001);
    expect(cache.get("q", basis())).toBeUndefined();
  });
});
