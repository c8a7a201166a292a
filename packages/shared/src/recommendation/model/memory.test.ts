import { describe, expect, it } from "vitest";
import { smallShop } from "../../../../../test/support/small-shop.ts";
import { memoryBudget, memoryOf } from "./memory.ts";

const sum = (parts: object): number => Object.values(parts).reduce((total: number, bytes: number) => total + bytes, 0);

describe("the memory of a serving model", () => {
  const { model, buy } = smallShop();
  const empty = sum(memoryOf(model));
  const { perProduct, perCustomer } = memoryBudget(model);
  const CUSTOMERS = 3_000;
  const PRODUCTS = 2_000;
  for (let i = 0; i < 4 * CUSTOMERS; i++) buy(`c${i % CUSTOMERS}`, i / 1_000, `p${i % PRODUCTS}`, `p${(i * 7) % PRODUCTS}`, `p${(i * 31) % PRODUCTS}`);

  it("grows with products and customers, and stays within the budget for so many", () => {
    const { postings, lists, pairs } = memoryOf(model);
    expect(Math.min(postings, lists, pairs)).toBeGreaterThan(0);
    const page = 2 ** 18;
    expect(sum(memoryOf(model)) - empty).toBeLessThan(PRODUCTS * perProduct + CUSTOMERS * perCustomer + 3 * page);
  });
});
