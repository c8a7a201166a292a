import type { Strategy } from "./model.ts";

/** A feature, and on which side of the customers' mean a segment is: H at least half an sd above it, L below. */
export interface Condition {
  readonly feature: string;
  readonly side: "H" | "L";
}

export interface NamingRule {
  readonly id: string;
  readonly name: string;
  /** Ways to fulfil the rule; all conditions of one must hold. */
  readonly when: readonly (readonly Condition[])[];
  readonly strategy: Strategy;
}

const high = (feature: string): Condition => ({ feature, side: "H" });
const low = (feature: string): Condition => ({ feature, side: "L" });

/** The table of segmentation.md 5.6, in the order in which equals win. */
export const NAMING_RULES: readonly NamingRule[] = [
  {
    id: "high-spenders",
    name: "High Spenders",
    when: [
      [high("annualIncome"), high("spendingScore")],
      [high("monetary"), high("frequency")],
    ],
    strategy: {
      summary: "They buy much and can afford it: reward them with access and service, not with discounts.",
      channel: "personal e-mail, account manager, concierge line",
      offer: "early access to new ranges and premium bundles; no discounts",
      goal: "keep at least 95 % active per quarter and raise revenue per customer by 5 %",
    },
  },
  {
    id: "affluent-savers",
    name: "Affluent Savers",
    when: [[high("annualIncome"), low("spendingScore")]],
    strategy: {
      summary: "They have the means but hold back: show them why it is worth the money.",
      channel: "e-mail with long-form content, personal advice",
      offer: "quality story, guarantees and a personal trial",
      goal: "bring 10 % of them to a second order category within a quarter",
    },
  },
  {
    id: "low-income-shoppers",
    name: "Low Income Shoppers",
    when: [[low("annualIncome"), low("spendingScore")]],
    strategy: {
      summary: "They watch every price: make the basket affordable.",
      channel: "coupons in app and print",
      offer: "coupons, private label and small packs",
      goal: "redeem 15 % of the coupons at a basket margin that stays above zero",
    },
  },
  {
    id: "young-frequent-buyers",
    name: "Young Frequent Buyers",
    when: [
      [low("age"), high("spendingScore")],
      [low("age"), high("frequency")],
    ],
    strategy: {
      summary: "Young and eager: give them reasons to come back and to bring friends.",
      channel: "mobile push and social media",
      offer: "limited drops, a referral bonus and a loyalty game",
      goal: "one referred new customer per 20 members within a quarter",
    },
  },
  {
    id: "at-risk-regulars",
    name: "At-Risk Regulars",
    when: [
      [high("recency"), high("frequency")],
      [high("recency"), high("monetary")],
    ],
    strategy: {
      summary: "Good customers who have stopped coming: win them back before they are gone.",
      channel: "personal e-mail, then a call for the largest accounts",
      offer: "a win-back offer on the category they bought last",
      goal: "an order from 15 % of them within 30 days",
    },
  },
  {
    id: "hibernating",
    name: "Hibernating",
    when: [[high("recency"), low("frequency"), low("monetary")]],
    strategy: {
      summary: "Few, small and long ago: try once at low cost, then leave them in peace.",
      channel: "one automated e-mail series, then suppression",
      offer: "a single reactivation voucher",
      goal: "reactivate 3 % per quarter at no more than the margin of a first order",
    },
  },
  {
    id: "newcomers",
    name: "Newcomers",
    when: [[low("recency"), low("frequency")]],
    strategy: {
      summary: "They have just arrived: the second purchase decides whether they stay.",
      channel: "onboarding e-mails and in-app hints",
      offer: "a nudge to the second purchase, tied to the first one",
      goal: "a second order from 30 % of them within 60 days",
    },
  },
];

/** What everybody else is. */
export const MAINSTREAM: NamingRule = {
  id: "mainstream-shoppers",
  name: "Mainstream Shoppers",
  when: [],
  strategy: {
    summary: "The broad middle: sell them one thing more.",
    channel: "newsletter and on-site recommendations",
    offer: "cross-selling and seasonal themes",
    goal: "raise items per order by 5 % within a quarter",
  },
};

/** Words for a segment that is high or low in a feature; a feature without an entry is called by its name. */
export const FEATURE_WORDS: Readonly<Record<string, { readonly short: string; readonly high: string; readonly low: string }>> = {
  recency: { short: "recency", high: "Lapsed", low: "Recent" },
  frequency: { short: "frequency", high: "Frequent", low: "Infrequent" },
  monetary: { short: "monetary", high: "High-Value", low: "Low-Value" },
  averageBasket: { short: "basket", high: "Big-Basket", low: "Small-Basket" },
  returnRate: { short: "returns", high: "Often-Returning", low: "Rarely-Returning" },
  variety: { short: "variety", high: "Wide-Range", low: "Narrow-Range" },
  tenure: { short: "tenure", high: "Long-Standing", low: "Short-Standing" },
  age: { short: "age", high: "Older", low: "Younger" },
  annualIncome: { short: "income", high: "High-Income", low: "Low-Income" },
  spendingScore: { short: "score", high: "High-Score", low: "Low-Score" },
};
