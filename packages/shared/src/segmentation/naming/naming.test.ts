import { describe, expect, test } from "vitest";
import type { NamingMemory } from "./naming.ts";
import { nameSegments } from "./naming.ts";
import type { Profile } from "./best-rule.ts";
import { NAMING } from "../../../../../test/segmentation.ts";

const memory = (given: Partial<NamingMemory> = {}): NamingMemory => ({ name: "High Spenders", rule: "high-spenders", pendingRule: null, pinned: false, ...given });
const one = (profile: Profile, before: NamingMemory | null = null) => nameSegments(NAMING, [{ profile, memory: before }])[0];

const HIGH_SPENDER = { annualIncome: 0.99, spendingScore: 1.24 };
const SAVER = { annualIncome: 1.06, spendingScore: -1.28 };

describe("the rule table", () => {
  test.each([
    ["High Spenders", HIGH_SPENDER],
    ["High Spenders", { monetary: 0.9, frequency: 1.1 }],
    ["Affluent Savers", SAVER],
    ["Low Income Shoppers", { annualIncome: -1.31, spendingScore: -1.14 }],
    ["Young Frequent Buyers", { age: -0.97, annualIncome: -1.33, spendingScore: 1.13 }],
    ["Young Frequent Buyers", { age: -0.97, frequency: 0.6 }],
    ["At-Risk Regulars", { recency: 1, monetary: 0.7 }],
    ["At-Risk Regulars", { recency: 1, frequency: 0.7 }],
    ["Hibernating", { recency: 0.93, frequency: -0.77, monetary: -0.78 }],
    ["Newcomers", { recency: -0.78, frequency: -0.6 }],
    ["Mainstream Shoppers", { age: 0.28, annualIncome: -0.2, spendingScore: -0.03 }],
    ["Older Mainstream Shoppers", { age: 0.8, annualIncome: 0.6 }],
    ["Low taste-3 Mainstream Shoppers", { "taste-3": -0.8 }],
  ])("%s", (name, profile: Profile) => {
    expect(one(profile).name).toBe(name);
  });

  test("half a standard deviation is enough, less is not", () => {
    expect(one({ annualIncome: 0.5, spendingScore: 0.5 }).name).toBe("High Spenders");
    expect(one({ annualIncome: 0.49, spendingScore: 0.9 }).name).toBe("High-Score Mainstream Shoppers");
  });

  test("of the rules that hold, the one that holds most, fewer conditions counting more", () => {
    expect(one({ recency: 1, frequency: -1, monetary: -1, age: -1.3, spendingScore: 1.3 }).name).toBe("Young Frequent Buyers");
  });

  test("spending by orders is no sign of high spenders where incomes are known", () => {
    expect(one({ monetary: 0.9, frequency: 1.1, annualIncome: 0.1 }).name).toBe("Frequent Mainstream Shoppers");
  });

  test("every rule comes with a strategy that ends in a figure", () => {
    for (const { strategy, channel, offer, goal } of [...NAMING.rules, NAMING.otherwise]) {
      expect([strategy, channel, offer, goal].every((text) => text.length > 5)).toBe(true);
      expect(goal).toMatch(/\d/);
    }
  });
});

test("the explanation says what makes the name true", () => {
  expect(one(HIGH_SPENDER).explanation).toBe("income +0.99 sd, score +1.24 sd");
  expect(one(SAVER).explanation).toBe("income +1.06 sd, score -1.28 sd");
  expect(one({ age: 0.1 }).explanation).toBe("close to the average in everything");
});

describe("names are distinct", () => {
  test("whom it fits best gets the plain name, the others what else stands out, then a number", () => {
    const weaker = { ...HIGH_SPENDER, spendingScore: 0.8, age: 0.7 };
    const weakest = { ...HIGH_SPENDER, spendingScore: 0.6 };
    const again = { ...HIGH_SPENDER, spendingScore: 0.55 };

    const names = nameSegments(NAMING, [weaker, HIGH_SPENDER, weakest, again].map((profile) => ({ profile, memory: null }))).map((naming) => naming.name);

    expect(names).toEqual(["High Spenders, Older", "High Spenders", "High Spenders 2", "High Spenders 3"]);
  });

  test("a name that stays is not given to a newcomer whom it fits better", () => {
    const names = nameSegments(NAMING, [{ profile: { annualIncome: 2, spendingScore: 2 }, memory: null }, { profile: HIGH_SPENDER, memory: memory() }]).map((naming) => naming.name);

    expect(names).toEqual(["High Spenders 2", "High Spenders"]);
  });
});

describe("a name is kept", () => {
  test("until another rule has held twice on end", () => {
    const first = one(SAVER, memory());
    const second = one(SAVER, first);

    expect(first).toMatchObject({ name: "High Spenders", rule: "high-spenders", pendingRule: "affluent-savers", explanation: "income +1.06 sd, score -1.28 sd" });
    expect(second).toMatchObject({ name: "Affluent Savers", rule: "affluent-savers", pendingRule: null });
  });

  test("when the other rule held only once", () => {
    const back = one(HIGH_SPENDER, one(SAVER, memory()));

    expect(back).toMatchObject({ name: "High Spenders", pendingRule: null });
  });

  test("also in what it says of the mainstream", () => {
    const plain = one({ monetary: 0.48 });
    const first = one({ monetary: 0.52 }, plain);

    expect(first.name).toBe("Mainstream Shoppers");
    expect(one({ monetary: 0.52 }, first).name).toBe("High-Value Mainstream Shoppers");
    expect(one({ monetary: 0.48 }, one({ monetary: 0.52 })).name).toBe("High-Value Mainstream Shoppers");
  });

  test("for good when it was given by hand, though the strategy follows the customers", () => {
    const renamed = memory({ name: "Our stars", pinned: true, pendingRule: "affluent-savers" });

    expect(one(SAVER, renamed)).toMatchObject({ name: "Our stars", pinned: true, rule: "affluent-savers" });
  });
});
