import { describe, expect, test } from "vitest";
import { DRIFT_METRICS } from "../../packages/shared/src/segmentation/drift/drift-rules.ts";
import { simulatedShop } from "../simulated-shop.ts";

const DAYS = 1000;
/** Days with an alarm in a hundred, at most, per metric. */
const FALSE_ALARMS = 0.01;

/** By profile is what segments are made from, by orders what they are described by, and the other way round. */
const SHOPS = [
  { customers: 600, seed: 1, features: ["recency", "frequency", "monetary"], context: ["age", "annualIncome", "spendingScore"] },
  { customers: 300, seed: 2, features: ["annualIncome", "spendingScore"], context: ["age", "recency", "frequency"] },
] as const;

describe("a shop that does not change raises no alarms", () => {
  test.each(SHOPS)("$customers customers over a thousand days, segments by $features", { timeout: 600_000 }, (options) => {
    const shop = simulatedShop(options);
    const days = new Map(DRIFT_METRICS.map((metric) => [metric, 0]));
    let refits = 0;
    for (let day = 0; day < DAYS; day++) {
      const { alarms, refit } = shop.day();
      for (const metric of alarms.keys()) days.set(metric, (days.get(metric) ?? 0) + 1);
      if (refit !== null) refits++;
    }

    // The watch was at work: a model served all the time, and was refitted week by week.
    expect(refits).toBeGreaterThan(DAYS / 8);
    expect(shop.segmenter.watch.ratios).toHaveLength(28);
    for (const [metric, alarming] of days) expect.soft(alarming / DAYS, metric).toBeLessThanOrEqual(FALSE_ALARMS);
  });
});
