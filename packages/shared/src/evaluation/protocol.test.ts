import { describe, expect, it } from "vitest";
import { aBasketLog } from "../../../../test/basket-log.ts";
import type { ABasket } from "../../../../test/basket-log.ts";
import { isPredicted, protocolOf } from "./protocol.ts";

describe("the protocol", () => {
  it("scores baskets of customers with an earlier one, and reports the last 60 % of those", () => {
    // 40 baskets of ten customers in turn: the warm-up is 4, the first ten baskets are first ones.
    const log = aBasketLog(Array.from({ length: 40 }, (_, i): ABasket => [`c${i % 10}`, i, ["p"]]));
    const protocol = protocolOf(log);

    expect(protocol).toMatchObject({ warmUp: 4, scored: 30, reported: 18, reportFrom: 22 });
    expect([...protocol.earlier.slice(8, 12)]).toEqual([0, 0, 1, 1]);
  });

  it("predicts one basket in so many where it is asked to", () => {
    const log = aBasketLog(Array.from({ length: 40 }, (_, i): ABasket => [`c${i % 10}`, i, ["p"]]));
    const protocol = protocolOf(log, 3);

    // 4, 7, 10, ..., 37: the first two are first baskets.
    expect(protocol).toMatchObject({ scored: 10, reported: 6, reportFrom: 22 });
    expect([3, 4, 5, 22].map((basket) => isPredicted(protocol, basket))).toEqual([false, true, false, true]);
  });

  it("reports nothing of a log in which nobody comes back", () => {
    const log = aBasketLog(Array.from({ length: 20 }, (_, i): ABasket => [`c${i}`, i, ["p"]]));

    expect(protocolOf(log)).toMatchObject({ scored: 0, reported: 0, reportFrom: 20 });
  });
});
