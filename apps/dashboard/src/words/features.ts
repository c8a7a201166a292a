import { daysAgo } from "./dates.ts";
import { count, mean, money, percent, wholeMoney } from "./numbers.ts";

type Format = (value: number, currency: string | null) => string;

interface FeatureWords {
  readonly label: string;
  /** One customer's value. */
  readonly one: Format;
  /** The mean of many. */
  readonly many: Format;
  /** A mean that stands alone, without the label. */
  readonly phrase: (many: string) => string;
}

const LAST_WORD = (word: string) => (many: string): string => `${many} ${word}`;

/** The features the services know, in words and units for people. */
const FEATURES: Readonly<Record<string, FeatureWords>> = {
  recency: { label: "Last order", one: daysAgo, many: daysAgo, phrase: (many) => `last order ${many}` },
  frequency: { label: "Orders", one: count, many: mean, phrase: LAST_WORD("orders") },
  monetary: { label: "Spent", one: money, many: wholeMoney, phrase: LAST_WORD("spent") },
  averageBasket: { label: "Average order", one: money, many: wholeMoney, phrase: LAST_WORD("per order") },
  returnRate: { label: "Sent back", one: percent, many: percent, phrase: LAST_WORD("sent back") },
  variety: { label: "Different products", one: count, many: mean, phrase: LAST_WORD("different products") },
  tenure: { label: "Customer for", one: (value) => `${count(value)} days`, many: (value) => `${mean(value)} days`, phrase: LAST_WORD("a customer") },
  age: { label: "Age", one: (value) => `${count(value)} years`, many: (value) => `${mean(value)} years`, phrase: LAST_WORD("old") },
  annualIncome: { label: "Income a year", one: wholeMoney, many: wholeMoney, phrase: LAST_WORD("income a year") },
  spendingScore: { label: "Spending score", one: (value) => `${count(value)} of 100`, many: (value) => `${mean(value)} of 100`, phrase: (many) => `spending score ${many}` },
};

function wordsFor(name: string): FeatureWords {
  return FEATURES[name] ?? { label: name, one: mean, many: mean, phrase: (many) => `${name} ${many}` };
}

export const featureLabel = (name: string): string => wordsFor(name).label;

export const featureValue = (name: string, value: number, currency: string | null): string => wordsFor(name).one(value, currency);

/** For a place that has the label already. */
export const featureMean = (name: string, value: number, currency: string | null): string => wordsFor(name).many(value, currency);

/** For a place of its own. */
export function featurePhrase(name: string, value: number, currency: string | null): string {
  const { many, phrase } = wordsFor(name);
  return phrase(many(value, currency));
}
