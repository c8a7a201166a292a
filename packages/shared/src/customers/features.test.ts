import { describe, expect, test } from "vitest";
import { aCustomerWith } from "../../../../test/data.ts";
import { FEATURE_NAMES, featureNamed, featureVector } from "./features.ts";

const DAY = 86_400_000;
const valueOf = (name: string, customer: Parameters<typeof aCustomerWith>[0], now = 0): number | undefined => featureNamed(name)?.of(aCustomerWith(customer), now);
const given = (value: string | number) => ({ value, time: 0 });

describe("features", () => {
  const customer = { orders: 4, gross: 20_000, returned: 5_000, variety: 7, firstTime: 0, lastTime: 90 * DAY };

  test.each([
    ["recency", 10],
    ["frequency", 4],
    ["monetary", 150],
    ["averageBasket", 50],
    ["returnRate", 0.25],
    ["variety", 7],
    ["tenure", 100],
  ])("%s is %d", (name, value) => {
    expect(valueOf(name, customer, 100 * DAY)).toBe(value);
    expect(valueOf(name, {}, 100 * DAY)).toBeNaN();
  });

  test.each(["age", "annualIncome", "spendingScore"])("%s is what the profile says", (name) => {
    expect(valueOf(name, { profile: { [name]: given(42) } })).toBe(42);
    expect(valueOf(name, {})).toBeNaN();
  });

  test("any other number of the profile goes by its name", () => {
    expect(valueOf("profile.householdSize", { profile: { householdSize: given(3) } })).toBe(3);
    expect(valueOf("profile.householdSize", { profile: { householdSize: given("three") } })).toBeNaN();
    expect([featureNamed("profile."), featureNamed("householdSize")]).toEqual([undefined, undefined]);
  });

  test("a list of names is a vector", () => {
    const features = [...FEATURE_NAMES.slice(0, 2), "profile.children"].flatMap((name) => featureNamed(name) ?? []);

    expect(Array.from(featureVector(features, aCustomerWith({ ...customer, profile: { children: given(2) } }), 100 * DAY))).toEqual([10, 4, 2]);
  });
});
