import type { CustomerSums } from "./customer.ts";
import { majorUnits } from "./money.ts";

/** A named number that describes a customer at a moment. */
export interface Feature {
  readonly name: string;
  /** For people: "days", "orders", "minor units", "years", "points". */
  readonly unit: string;
  /** Right-skewed features are taken as log1p before scaling. */
  readonly log: boolean;
  /** Whether it may depend on what other customers have: then it is looked at again whenever all customers are. */
  readonly ranked?: true;
  /** The raw value at `now` (epoch milliseconds), NaN where it is not known. `scoreOf` ranks a spend among all customers, where they are at hand. */
  readonly of: (customer: CustomerSums, now: number, scoreOf?: ScoreOf) => number;
}

/** The score from 1 to 100 of a forward-decayed spend. */
export type ScoreOf = (spend: number) => number;

const DAY = 86_400_000;
const ifBought = (customer: CustomerSums, value: number): number => (customer.orders === 0 ? Number.NaN : value);
const attribute = (customer: CustomerSums, name: string): number => {
  const value = customer.profile[name]?.value;
  return typeof value === "number" ? value : Number.NaN;
};

/** Whether the profile gives a spending score, so that none is made from the customer's spend. */
export const hasScore = (customer: CustomerSums): boolean => typeof customer.profile["spendingScore"]?.value === "number";

const FEATURES: readonly Feature[] = [
  { name: "recency", unit: "days", log: true, of: (c, now) => ifBought(c, Math.max(0, Math.floor((now - c.lastTime) / DAY))) },
  { name: "frequency", unit: "orders", log: true, of: (c) => ifBought(c, c.orders) },
  { name: "monetary", unit: "major units", log: true, of: (c) => ifBought(c, majorUnits(Math.max(0, c.gross - c.returned), c.currency)) },
  { name: "averageBasket", unit: "major units", log: true, of: (c) => ifBought(c, majorUnits(c.gross, c.currency) / c.orders) },
  { name: "returnRate", unit: "share", log: false, of: (c) => ifBought(c, c.gross > 0 ? c.returned / c.gross : 0) },
  { name: "variety", unit: "products", log: true, of: (c) => ifBought(c, c.variety) },
  { name: "tenure", unit: "days", log: true, of: (c, now) => ifBought(c, Math.max(0, Math.floor((now - c.firstTime) / DAY))) },
  { name: "age", unit: "years", log: false, of: (c) => attribute(c, "age") },
  { name: "annualIncome", unit: "per year", log: false, of: (c) => attribute(c, "annualIncome") },
  { name: "spendingScore", unit: "points", log: false, ranked: true, of: (c, _now, scoreOf) => (hasScore(c) ? attribute(c, "spendingScore") : (scoreOf?.(c.spend) ?? Number.NaN)) },
];

export const FEATURE_NAMES: readonly string[] = FEATURES.map((feature) => feature.name);

/** What the name of any other numeric attribute of the profile begins with as a feature: `profile.householdSize`. */
export const PROFILE_PREFIX = "profile.";

/** The feature of that name, also of an attribute; `undefined` for a name nobody knows. */
export function featureNamed(name: string): Feature | undefined {
  return FEATURES.find((feature) => feature.name === name) ?? attributeFeature(name);
}

function attributeFeature(name: string): Feature | undefined {
  const attributeName = name.slice(PROFILE_PREFIX.length);
  if (!name.startsWith(PROFILE_PREFIX) || attributeName === "") return undefined;
  return { name, unit: "as given", log: false, of: (customer) => attribute(customer, attributeName) };
}

/** Raw values of `features` at `now`, NaN where not known. */
export function featureVector(features: readonly Feature[], customer: CustomerSums, now: number): Float64Array {
  return Float64Array.from(features, (feature) => feature.of(customer, now));
}
