import { describe, expect, it } from "vitest";
import { createReplyCache } from "./reply-cache.ts";
import type { Basis } from "./reply-cache.ts";

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const REPLY = bytes(7);
const basis = (patch: Partial<Basis> = {}): Basis => ({ customer: bytes(1, 2), assignment: bytes(3), modelVersion: "behaviour-1.0", catalogueRevision: 7, ...patch });

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
    ["the customer", { customer: bytes(1, 3) }],
    ["an erased customer", { customer: undefined }],
    ["the segment", { assignment: bytes(4) }],
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
