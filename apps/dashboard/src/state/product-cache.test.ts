import { describe, expect, it } from "vitest";
import { createProductCache } from "./product-cache.ts";

const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

describe("the product cache", () => {
  it("asks once for a product, however often it is wanted", async () => {
    let asked = 0;
    const cache = createProductCache(async (id) => {
      asked++;
      await later();
      return { title: `title of ${id}` };
    });
    expect(cache.peek("A")).toBeUndefined();
    await Promise.all([cache.load("A"), cache.load("A")]);
    await cache.load("A");
    expect([asked, cache.peek("A")?.title]).toEqual([1, "title of A"]);
  });

  it("asks for a few at a time and for all in the end", async () => {
    let running = 0;
    let most = 0;
    const cache = createProductCache(async () => {
      most = Math.max(most, ++running);
      await later();
      running--;
      return null;
    });
    const facts = await Promise.all(Array.from({ length: 20 }, (_, at) => cache.load(String(at))));
    expect([most, facts.length]).toEqual([3, 20]);
  });

  it("asks again after a failure", async () => {
    let asked = 0;
    const cache = createProductCache(async () => {
      if (++asked === 1) throw new Error("offline");
      return { price: 2 };
    });
    await expect(cache.load("A")).rejects.toThrow("offline");
    await expect(cache.load("A")).resolves.toEqual({ price: 2 });
  });
});
