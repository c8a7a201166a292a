import type { Condition, NamingRule } from "./naming-rules.ts";
import { FEATURE_WORDS, MAINSTREAM, NAMING_RULES } from "./naming-rules.ts";

/**
 * How far a segment's mean is from that of all customers, in their standard deviations in model space, feature by feature; a feature
 * that is not known of the segment is left out.
 */
export type Profile = Readonly<Record<string, number>>;

/** From this many standard deviations on a feature is high or low. */
const STANDS_OUT = 0.5;

export interface AppliedRule {
  readonly rule: NamingRule;
  /** The way to fulfil it that counts here. */
  readonly conditions: readonly Condition[];
}

/** The rule that holds with the largest sum of |z| / sqrt(number of conditions); where none does, Mainstream by what stands out most. */
export function bestRule(profile: Profile): AppliedRule {
  const holding = NAMING_RULES.flatMap((rule) =>
    rule.when.filter((conditions) => applies(rule, conditions, profile)).map((conditions) => ({ rule, conditions })),
  );
  const [first] = holding;
  if (first === undefined) return mainstream(extremes(profile)[0]);
  return holding.reduce((best, next) => (fitOf(next.conditions, profile) > fitOf(best.conditions, profile) ? next : best), first);
}

/** Spending by orders stands in only where incomes are not known. */
function applies(rule: NamingRule, conditions: readonly Condition[], profile: Profile): boolean {
  const standIn = rule.id === "high-spenders" && conditions !== rule.when[0];
  if (standIn && profile["annualIncome"] !== undefined) return false;
  return conditions.every(({ feature, side }) => (side === "H" ? profile[feature] >= STANDS_OUT : profile[feature] <= -STANDS_OUT));
}

export function fitOf(conditions: readonly Condition[], profile: Profile): number {
  const sum = conditions.reduce((total, condition) => total + Math.abs(profile[condition.feature] ?? 0), 0);
  return conditions.length === 0 ? 0 : sum / Math.sqrt(conditions.length);
}

/** What is at least half an sd from the mean, the most extreme first. */
export function extremes(profile: Profile): Condition[] {
  return Object.keys(profile)
    .filter((feature) => Math.abs(profile[feature]) >= STANDS_OUT)
    .sort((a, b) => Math.abs(profile[b]) - Math.abs(profile[a]))
    .map((feature) => ({ feature, side: profile[feature] > 0 ? "H" : "L" }));
}

const SEPARATOR = ":";

/** Such as "Older Mainstream Shoppers", as a rule of its own so that it can be remembered. */
function mainstream(extreme: Condition | undefined): AppliedRule {
  if (extreme === undefined) return { rule: MAINSTREAM, conditions: [] };
  const conditions = [extreme];
  const id = [MAINSTREAM.id, extreme.side, extreme.feature].join(SEPARATOR);
  return { rule: { ...MAINSTREAM, id, name: `${wordFor(extreme)} ${MAINSTREAM.name}`, when: [conditions] }, conditions };
}

/** The rule of that id with a way to fulfil it of which all features are known, whether or not it holds; `undefined` for no rule. */
export function ruleNamed(id: string, profile: Profile): AppliedRule | undefined {
  const [base, side, feature] = id.split(SEPARATOR);
  if (base === MAINSTREAM.id) return mainstream(feature === undefined ? undefined : { feature, side: side === "H" ? "H" : "L" });
  const rule = NAMING_RULES.find((one) => one.id === id);
  if (rule === undefined) return undefined;
  return { rule, conditions: rule.when.find((way) => way.every((condition) => condition.feature in profile)) ?? [] };
}

/** What a segment that is high or low in a feature is called. */
export function wordFor(condition: Condition): string {
  const words = FEATURE_WORDS[condition.feature];
  if (condition.side === "H") return words?.high ?? `High ${condition.feature}`;
  return words?.low ?? `Low ${condition.feature}`;
}
