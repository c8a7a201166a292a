import { describe, expect, it } from "vitest";
import { readAddress, writeAddress } from "./address.ts";

describe("the address", () => {
  it("is read back as it was written, whatever the ids hold", () => {
    const address = { customer: "<b>a&b=c/ü</b> 🛒", segment: "seg-7", strategy: "rebuy" } as const;
    expect(readAddress(new URL(writeAddress(address), "http://shop.example").search)).toEqual(address);
  });

  it("is the bare page where nothing is picked", () => {
    expect(writeAddress({ customer: null, segment: null, strategy: "for-you" })).toBe("/");
    expect(readAddress("")).toEqual({ customer: null, segment: null, strategy: "for-you" });
  });

  it("takes a strategy nobody knows and an empty customer for none", () => {
    expect(readAddress("?strategy=magic&customer=%20")).toEqual({ customer: null, segment: null, strategy: "for-you" });
  });
});
