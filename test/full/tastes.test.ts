import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { readBaskets } from "@segue/cli/evaluation/read-baskets";
import { lastAt } from "@segue/shared/customers/item-table";
import { basketCount } from "@segue/shared/evaluation/basket-log";
import { describeProducts } from "@segue/shared/evaluation/catalogue";
import { createCustomers, takeBasket } from "@segue/shared/evaluation/customers";
import type { SegmentModel } from "@segue/shared/segmentation/model";
import { refitInput } from "@segue/shared/segmentation/refit/schedule";
import { applyCustomer } from "@segue/shared/segmentation/segmenter";
import { tasteConfig } from "@segue/shared/segmentation/segmenter-config";
import { createSegmenter } from "@segue/shared/segmentation/segmenter-state";
import { NAMING, fitted } from "../segmentation.ts";

const ONLINE_RETAIL = fileURLToPath(new URL("../../datasets/online-retail/online-retail.csv.gz", import.meta.url));

/** The segmenter after the whole log. A random projection of the products alone came to a silhouette of .015 and a stability of .1. */
describe("tastes on Online Retail", () => {
  let model: SegmentModel;
  beforeAll(async () => {
    const { log } = await readBaskets(ONLINE_RETAIL, {});
    const segmenter = createSegmenter(tasteConfig({ every: 0 }, NAMING));
    describeProducts(segmenter.shelf, log);
    const customers = createCustomers(log);
    for (let basket = 0; basket < basketCount(log); basket++) {
      const { customer } = takeBasket(customers, basket);
      const history = customer.items.ids.map((productId, row) => ({ productId, last: lastAt(customer.items, row) }));
      applyCustomer(segmenter, { ...customer, history }, { customerId: customer.customerId, cause: "purchase", now: log.times[basket] });
    }
    model = fitted(refitInput(segmenter));
  });

  it("are apart and come out of 80 % of the customers as well", () => {
    const stable = model.candidates.find(({ k }) => k === model.segments.length)?.stability;
    expect(model.silhouette).toBeGreaterThan(0.2);
    expect(stable).toBeGreaterThan(0.8);
  });

  it("are of fair sizes and called by what is sold, all differently", () => {
    for (const { size } of model.segments) expect(size / model.customers).toBeGreaterThan(0.03);
    const names = model.segments.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.join(" ")).toMatch(/Christmas/);
    expect(names.join(" ")).toMatch(/Regency/);
  });
});
