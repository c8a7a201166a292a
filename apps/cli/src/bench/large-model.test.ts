import { beforeAll, describe, expect, it } from "vitest";
import { customerOf } from "@segue/shared/recommendation/model/indexed-customers";
import { memoryOf } from "@segue/shared/recommendation/model/memory";
import { recommend } from "@segue/shared/recommendation/recommend";
import type { ServingModel } from "@segue/shared/recommendation/model/serving-model";
import { learnOrder, openedShop, requestOf } from "./large-model.ts";
import { customerId, largeShop } from "./large-shop.ts";

/** A 250th of the shop whose model must fit into 4 GiB. */
const SHARE = 0.004;
const size = { items: 1_000_000 * SHARE, customers: 3_000_000 * SHARE };
const BOUND = 4 * 2 ** 30 * SHARE;

describe("a shop of a 250th of the size that the memory is bounded for", () => {
  const shop = largeShop(size);
  let model: ServingModel;
  beforeAll(() => {
    model = openedShop(size);
    for (const order of shop.orders()) learnOrder(model, order);
  }, 60_000);

  it("takes a 250th of 4 GiB at most, texts included, with nearly all customers indexed", () => {
    const bytes = Object.values(memoryOf(model)).reduce((sum: number, part: number) => sum + part, 0);
    const texts = size.items * 200;

    expect(model.customers.table.count).toBeGreaterThan(0.9 * size.customers);
    expect(bytes + texts).toBeLessThan(BOUND);
  });

  it("answers those who bought little and much with ten products each", () => {
    for (const customer of [1, 10, 100, 1_000, 10_000]) {
      expect(customerOf(model.customers, customerId(customer))).toBeGreaterThan(0);
      expect(recommend(model, requestOf(model, shop, customer))).toHaveLength(10);
    }
  });
});
