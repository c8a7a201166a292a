import { describe, expect, test } from "vitest";
import { simulatedShop } from "../../../../../test/simulated-shop.ts";
import type { Kind, ShopDay, SimulatedShop } from "../../../../../test/simulated-shop.ts";
import type { DriftMetric } from "./drift-rules.ts";
import { driftItems } from "./drift-watch.ts";

/** A shop with a model of two weeks' standing, whose segments are made from profiles; no refit by timer interferes. */
function shopByProfile(seed = 5, refitDays = 300): SimulatedShop {
  const shop = simulatedShop({ customers: 500, seed, features: ["annualIncome", "spendingScore"], context: ["age", "recency"], refitDays });
  for (let day = 0; day < 15; day++) expect(Object.fromEntries(shop.day().alarms)).toEqual({});
  return shop;
}

/** Days until each metric's alarm came on, and the reasons for which a refit was due, day by day; none is done. */
function aftermath(shop: SimulatedShop, days: number, today: ShopDay) {
  const alarms = new Map<DriftMetric, number>();
  const reasons = Array.from({ length: days }, (_, at) => {
    const { alarms: on, refit } = shop.day({ ...today, withoutRefit: true });
    for (const metric of on.keys()) if (!alarms.has(metric)) alarms.set(metric, at + 1);
    return refit;
  });
  return { alarms, reasons };
}

const INCOME_SD = 27;
const richer = (kind: Kind): Kind => ({ ...kind, income: kind.income + INCOME_SD / 2 });

test("an alarm is remembered and counted when it comes on, also once a refit has answered it", () => {
  const shop = shopByProfile();
  const { refit } = shop.day({ change: richer });
  const { alarms, alarmTotals } = shop.segmenter.watch;

  expect(refit).toBe("page_hinkley");
  expect(driftItems(shop.segmenter).every(({ alarm }) => alarm === "none")).toBe(true);
  expect(alarms).toEqual([{ time: shop.segmenter.now, modelVersion: expect.stringMatching(/^behaviour-1\./), metric: refit, value: expect.any(Number), level: "act" }]);
  expect(alarmTotals).toEqual({ page_hinkley: { warn: 0, act: 1 } });
  expect(shop.segmenter.live?.model.reason).toBe(refit);
});

describe("an alarm comes on", () => {
  test("for every measure of a feature when incomes rise by half a standard deviation, on the second day", () => {
    const { alarms, reasons } = aftermath(shopByProfile(), 3, { change: richer });

    for (const metric of ["feature_psi", "feature_ks", "feature_wasserstein_norm"] as const) expect(alarms.get(metric), metric).toBe(2);
    expect(reasons[1]).not.toBeNull();
  });

  test("for a feature that segments are only described by, which asks for no refit", () => {
    const { alarms, reasons } = aftermath(shopByProfile(), 4, { change: (kind) => ({ ...kind, age: kind.age + 20 }) });

    expect(alarms.get("feature_wasserstein_norm")).toBe(2);
    expect(reasons).toEqual([null, null, null, null]);
  });

  test("for shares when customers go over to another segment", () => {
    const { alarms, reasons } = aftermath(shopByProfile(), 3, { change: (kind, at) => (at % 3 === 0 ? { ...kind, income: 26, score: 20 } : kind) });

    expect(alarms.get("psi")).toBe(2);
    expect(alarms.get("js_distance")).toBe(2);
    expect(reasons[1]).not.toBeNull();
  });

  test("for a segment that dies, however small it was", () => {
    const shop = shopByProfile();
    const { alarms, reasons } = aftermath(shop, 3, { change: (kind) => (kind.score === 17 ? { ...kind, income: 55, score: 50 } : kind) });

    expect(alarms.get("dying")).toBe(2);
    expect(reasons[1]).not.toBeNull();
  });

  test("for centroids, distances and silhouette when the segments grow vague", () => {
    const vague = (kind: Kind, at: number): Kind => ({ ...kind, income: kind.income + ((at * 7) % 31) - 15, score: kind.score + ((at * 11) % 37) - 18 });
    const { alarms } = aftermath(shopByProfile(), 3, { change: vague });

    expect(alarms.get("inertia_ratio")).toBe(2);
    expect(alarms.get("silhouette_drop")).toBeLessThanOrEqual(3);
    expect(alarms.get("page_hinkley")).toBe(1);
  });

  test("for centroids that have come a long way, on the third day", () => {
    const { alarms } = aftermath(shopByProfile(), 4, { change: (kind) => ({ ...kind, income: kind.income + 9, score: kind.score + 9 }) });

    expect(alarms.get("centroid_shift")).toBe(3);
  });

  test("for changes of segment beyond twice what is usual, on the third day", () => {
    const restless = (day: number) => (kind: Kind, at: number): Kind => ((at + day) % 4 === 0 ? { ...kind, income: 26, score: 20 } : kind);
    const shop = shopByProfile();
    const days = [1, 2, 3, 4].map((day) => shop.day({ change: restless(day) }).alarms.get("reassignment_ratio"));

    expect(days.slice(0, 2)).toEqual([undefined, undefined]);
    expect(days.slice(2)).toContain("warn");
  });

  test("for a model that nobody has replaced for two periods", () => {
    const { alarms, reasons } = aftermath(shopByProfile(5, 15), 20, {});

    expect(reasons.indexOf("timer")).toBeLessThan(2);
    expect(alarms.get("model_age")).toBeGreaterThan(14);
  });
});

describe("a swing by weekdays", () => {
  const weekend = (day: number): ShopDay => ({ change: day % 7 >= 5 ? richer : (kind) => kind });

  test("does not fire twice, though the refits that it brings have seen only one side of it", () => {
    const shop = shopByProfile(5, 28);
    const fired: number[] = [];
    const refits: string[] = [];
    let before = 0;
    for (let day = 0; day < 49; day++) {
      const { alarms, refit } = shop.day(weekend(day));
      if (alarms.size > 0 && before === 0) fired.push(day);
      if (refit !== null && refit !== "timer") refits.push(`${day} ${refit}`);
      before = alarms.size;
    }

    expect(fired).toHaveLength(1);
    expect(refits).toHaveLength(1);
  });

  test("that stays for good is drift", () => {
    const shop = shopByProfile(5, 28);
    for (let day = 0; day < 21; day++) shop.day(weekend(day));
    const { alarms } = aftermath(shop, 3, { change: (kind) => richer(richer(kind)) });

    expect(alarms.get("feature_wasserstein_norm")).toBeLessThanOrEqual(3);
  });
});

test("what is slow fires too, once it has lasted longer than a week", () => {
  const shop = shopByProfile();
  let first: number | null = null;
  for (let day = 1; day <= 80 && first === null; day++) {
    const { alarms } = shop.day({ change: (kind) => ({ ...kind, income: kind.income + day * 0.15 }), withoutRefit: true });
    if ((alarms.get("feature_wasserstein_norm") ?? "none") !== "none") first = day;
  }

  // .15 a day is .04 sd a week: never news, but beyond .1 sd and beyond chance in the end.
  expect(first).not.toBeNull();
});

test("thresholds are never below what chance reaches with so few customers", () => {
  const shop = simulatedShop({ customers: 60, seed: 3, features: ["annualIncome", "spendingScore"], context: [], refitDays: 300 });
  shop.day();

  const psi = driftItems(shop.segmenter).filter(({ metric }) => metric === "psi" || metric === "feature_psi");
  expect(psi.length).toBe(3);
  for (const { warn, act } of psi) {
    expect(warn).toBeGreaterThan(0.25);
    expect(act).toBe(warn);
  }
});
