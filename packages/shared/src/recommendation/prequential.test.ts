import { describe, expect, it } from "vitest";
import { onlineRetailOrders } from "../../../../test/full/online-retail.ts";
import { meanOutcome, replayOrders, served } from "./prequential.ts";
import type { Outcome } from "./prequential.ts";

describe("the first orders of Online Retail, replayed", () => {
  // The lines that hold the first 3,000 orders of 18,402; the tune part begins after 1,500.
  const orders = onlineRetailOrders(110_000).slice(0, 3000);

  it("are predicted better than by what each customer bought most often", () => {
    const frequency = replayOrders(orders, {
      warmup: 1500,
      recommender: (_, __, { history }) => [...history.values()].sort((a, b) => b.count - a.count).map(({ productId }) => productId),
    });
    const formula = replayOrders(orders, { warmup: 1500, recommender: served("for-you") });
    const [base, full] = [meanOutcome(frequency), meanOutcome(formula)];
    expect(full.scored).toBe(base.scored);
    expect(full.ndcg).toBeGreaterThan(base.ndcg + 0.02);
  });

  it("give each outcome within its bounds", () => {
    const outcomes = replayOrders(orders, { warmup: 2500, recommender: served("discover"), neverBought: true });
    const scored = outcomes.filter((outcome): outcome is Outcome => outcome !== null);
    expect(scored.length).toBeGreaterThan(100);
    for (const { recall, ndcg, hit } of scored) expect(recall <= 1 && ndcg <= 1 && (hit === 1) === recall > 0).toBe(true);
  });
});
