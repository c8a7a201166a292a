import { describe, expect, it } from "vitest";
import { readAddress, writeAddress } from "./address.ts";

describe("address", () => {
  it("comes back from its URL", () => {
    for (const search of ["", "?view=segments&segment=seg-3", "?view=segments&segmentation=taste&segment=taste-2", "?customer=a%2Fb&strategy=rebuy", "?product=85123A", "?view=movements&days=90&cause=refit", "?view=map&x=recency&y=monetary&area=0%2C1%2C2%2C3"]) {
      const address = readAddress(search);
      expect(readAddress(writeAddress(address).slice(1))).toEqual(address);
    }
  });

  it("tells the view from what it names", () => {
    expect(readAddress("").view).toBe("overview");
    expect(readAddress("?customer=c17").view).toBe("customer");
    expect(readAddress("?product=p1").view).toBe("product");
    expect(readAddress("?view=drift&customer=c17").view).toBe("drift");
  });

  it("takes what is not known for what is usual", () => {
    expect(readAddress("?view=nowhere&segmentation=mood&strategy=guess&days=-3&customer=%20")).toMatchObject({ view: "overview", segmentation: "behaviour", strategy: "for-you", days: 30, customer: null });
    expect(readAddress("?days=1e9").days).toBe(30);
  });
});
