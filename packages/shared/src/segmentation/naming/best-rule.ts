import type { Conditions, NamingRule, NamingTable } from "./naming-table.ts";

/**
 * How far a segment's mean is from that of all customers, in their standard deviations in model space, feature by feature; a feature
 * that is not known of the segment is left out.
 */
export type Profile = Readonly<Record<string, number>>;

export interface Extreme {
  readonly feature: string;
  readonly side: "high" | "low";
}

export interface AppliedRule {
  readonly rule: NamingRule;
  /** The features that fulfil it here, in the rule's order. */
  readonly features: readonly string[];
}

/** The rule that holds with the largest sum of |z| / sqrt(number of features); where none does, the last resort by what stands out most. */
export function bestRule(table: NamingTable, profile: Profile): AppliedRule {
  const holding = table.rules.flatMap((rule) =>
    rule.when.filter((conditions) => holds(table, conditions, profile)).map((conditions) => ({ rule, features: measured(conditions) })),
  );
  const [first] = holding;
  if (first === undefined) return otherwise(table, extremes(table, profile)[0]);
  return holding.reduce((best, next) => (fitOf(next.features, profile) > fitOf(best.features, profile) ? next : best), first);
}

function holds(table: NamingTable, conditions: Conditions, profile: Profile): boolean {
  return Object.entries(conditions).every(([feature, side]) => {
    const z = profile[feature] as number | undefined;
    if (side === "unknown" || z === undefined) return side === "unknown" && z === undefined;
    return side === "high" ? z >= table.standsOut : z <= -table.standsOut;
  });
}

const measured = (conditions: Conditions): string[] => Object.keys(conditions).filter((feature) => conditions[feature] !== "unknown");

export function fitOf(features: readonly string[], profile: Profile): number {
  const sum = features.reduce((total, feature) => total + Math.abs(profile[feature] ?? 0), 0);
  return features.length === 0 ? 0 : sum / Math.sqrt(features.length);
}

/** What stands out, the most extreme first. */
export function extremes(table: NamingTable, profile: Profile): Extreme[] {
  return Object.keys(profile)
    .filter((feature) => Math.abs(profile[feature]) >= table.standsOut)
    .sort((a, b) => Math.abs(profile[b]) - Math.abs(profile[a]))
    .map((feature) => ({ feature, side: profile[feature] > 0 ? "high" : "low" }));
}

/** No rule's id has one. */
const SEPARATOR = ":";

/** Such as "Older Mainstream Shoppers", as a rule of its own so that it can be remembered. */
function otherwise(table: NamingTable, extreme: Extreme | undefined): AppliedRule {
  const last = { ...table.otherwise, when: [] };
  if (extreme === undefined) return { rule: last, features: [] };
  const { feature, side } = extreme;
  const id = [last.id, side, feature].join(SEPARATOR);
  return { rule: { ...last, id, name: `${wordFor(table, extreme)} ${last.name}`, when: [{ [feature]: side }] }, features: [feature] };
}

/** The rule of that id with the features that can show it, whether or not it holds; `undefined` where the table has none. */
export function ruleNamed(table: NamingTable, id: string, profile: Profile): AppliedRule | undefined {
  const [base, side, feature] = id.split(SEPARATOR);
  if (base === table.otherwise.id) return otherwise(table, feature === undefined ? undefined : { feature, side: side === "high" ? "high" : "low" });
  const rule = table.rules.find((one) => one.id === id);
  if (rule === undefined) return undefined;
  return { rule, features: rule.when.map(measured).find((features) => features.every((one) => one in profile)) ?? [] };
}

/** What a segment that is high or low in a feature is called. */
export function wordFor(table: NamingTable, { feature, side }: Extreme): string {
  const words = feature in table.words ? table.words[feature] : undefined;
  return words?.[side] ?? `${side === "high" ? "High" : "Low"} ${feature}`;
}
