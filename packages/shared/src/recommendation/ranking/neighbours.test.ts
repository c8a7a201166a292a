import { describe, expect, it } from "vitest";
import { smallShop } from "../../../../../test/support/small-shop.ts";
import { seededRandom } from "../../math/random.ts";
import { beginRequest } from "../model/scratch.ts";
import { customerOf } from "../model/indexed-customers.ts";
import { scoreNeighbours } from "./neighbours.ts";
import { scoreHistory } from "./repeat-score.ts";
import { momentOf } from "./trend.ts";

describe("the nearest customers", () => {
  it("are the same whether all who were met are looked up or the most similar first", () => {
    const { model, buy, request } = smallShop();
    const random = seededRandom(7);
    for (let customer = 0; customer < 900; customer++) {
      const products = Array.from({ length: 1 + Math.floor(40 ** random()) }, () => `product-${Math.floor(60 ** random())}`);
      buy(`customer-${customer}`, customer / 10, ...new Set(products));
    }
    const nearestOf = (customer: string, farFrom: number): readonly (readonly number[])[] => {
      const { history, baskets } = request(customer);
      const self = customerOf(model.customers, customer);
      const moment = momentOf(model, model.totals.latest);
      beginRequest(model.scratch, { items: model.items.count, customers: model.customers.count });
      scoreHistory(model, moment, { items: history, baskets });
      scoreNeighbours(model, moment, { history, self, farFrom });
      const { ids, keys, size } = model.scratch.nearest;
      return [[...ids.slice(0, size)], [...keys.slice(0, size)]];
    };

    for (let customer = 0; customer < 900; customer += 30) {
      const nearest = nearestOf(`customer-${customer}`, Number.POSITIVE_INFINITY);
      expect(nearestOf(`customer-${customer}`, 0)).toEqual(nearest);
      expect(nearest[0]).not.toContain(customerOf(model.customers, `customer-${customer}`));
    }
    expect(nearestOf("customer-30", 0)[0]).toHaveLength(100);
  });
});
