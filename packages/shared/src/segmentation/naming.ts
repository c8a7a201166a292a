import type { Strategy } from "./model.ts";
import type { Condition, NamingRule } from "./naming-rules.ts";
import { FEATURE_WORDS, MAINSTREAM, NAMING_RULES } from "./naming-rules.ts";

/** How far a segment's mean is from that of all customers, in their standard deviations in model space, feature by feature. */
export type Profile = Readonly<Record<string, number>>;

/** From this many standard deviations on a feature is high or low. */
const STANDS_OUT = 0.5;

/** A segment's own rule counts, not this fit's, until another one has held twice (segmentation.md 5.6). */
export interface NamingMemory {
  readonly rule: string;
  readonly pendingRule: string | null;
  /** A name given by hand, else `null`. */
  readonly pinnedName: string | null;
}

export interface Naming {
  readonly name: string;
  readonly explanation: string;
  readonly strategy: Strategy;
  readonly rule: string;
  readonly pendingRule: string | null;
  readonly pinned: boolean;
}

/** Names for all segments of a model, distinct among each other; `memories[i]` is what segment i was before, `null` for a fresh one. */
export function nameSegments(profiles: readonly Profile[], memories: readonly (NamingMemory | null)[]): Naming[] {
  const drafts = profiles.map((profile, at) => draft(profile, memories[at] ?? null));
  const taken = new Set(drafts.flatMap((one) => (one.pinnedName === null ? [] : [one.pinnedName])));
  const names = new Array<string>(profiles.length);
  // Whom a name fits best gets it plain; the others are told apart by what else stands out.
  const byFit = drafts.map((_, at) => at).sort((a, b) => drafts[b].fit - drafts[a].fit || a - b);
  for (const at of byFit) {
    names[at] = drafts[at].pinnedName ?? distinctName(drafts[at], profiles[at], taken);
    taken.add(names[at]);
  }
  return drafts.map((one, at) => ({
    name: names[at],
    explanation: one.explanation,
    strategy: one.rule.strategy,
    rule: one.rule.id,
    pendingRule: one.pendingRule,
    pinned: one.pinnedName !== null,
  }));
}

interface Draft {
  readonly rule: NamingRule;
  readonly fit: number;
  readonly explanation: string;
  readonly pendingRule: string | null;
  readonly pinnedName: string | null;
}

function draft(profile: Profile, memory: NamingMemory | null): Draft {
  const found = bestRule(profile);
  const kept = memory === null ? undefined : keptRule(memory, found.rule);
  const conditions = kept === undefined ? found.conditions : conditionsIn(kept, profile);
  return {
    rule: kept ?? found.rule,
    fit: fitOf(conditions, profile),
    explanation: explain(profile, conditions),
    pendingRule: kept === undefined ? null : found.rule.id,
    pinnedName: memory?.pinnedName ?? null,
  };
}

/** The rule of before, where this fit's is another one for the first time. */
function keptRule(memory: NamingMemory, found: NamingRule): NamingRule | undefined {
  return memory.rule === found.id || memory.pendingRule === found.id ? undefined : ruleNamed(memory.rule);
}

/** A way to fulfil the rule of which all features are known, whether or not it holds. */
const conditionsIn = (rule: NamingRule, profile: Profile): readonly Condition[] =>
  rule.when.find((way) => way.every((condition) => condition.feature in profile)) ?? [];

const ruleNamed = (id: string): NamingRule | undefined => [...NAMING_RULES, MAINSTREAM].find((rule) => rule.id === id);

/** The rule that holds with the largest sum of |z| / sqrt(number of conditions), with the way in which it does. */
function bestRule(profile: Profile): { readonly rule: NamingRule; readonly conditions: readonly Condition[] } {
  const holding = NAMING_RULES.flatMap((rule) =>
    rule.when.filter((conditions) => applies(rule, conditions, profile)).map((conditions) => ({ rule, conditions })),
  );
  if (holding.length === 0) return { rule: MAINSTREAM, conditions: [] };
  return holding.reduce((best, next) => (fitOf(next.conditions, profile) > fitOf(best.conditions, profile) ? next : best));
}

/** High spending by orders is a stand-in for where incomes are not known at all. */
function applies(rule: NamingRule, conditions: readonly Condition[], profile: Profile): boolean {
  const standIn = rule.id === "high-spenders" && conditions !== rule.when[0];
  if (standIn && profile["annualIncome"] !== undefined) return false;
  return conditions.every((condition) => holds(condition, profile));
}

function holds(condition: Condition, profile: Profile): boolean {
  const z = profile[condition.feature];
  if (z === undefined) return false;
  return condition.side === "H" ? z >= STANDS_OUT : z <= -STANDS_OUT;
}

function fitOf(conditions: readonly Condition[], profile: Profile): number {
  const sum = conditions.reduce((total, condition) => total + Math.abs(profile[condition.feature] ?? 0), 0);
  return conditions.length === 0 ? 0 : sum / Math.sqrt(conditions.length);
}

/** What is at least half an sd from the mean, the most extreme first. */
function extremes(profile: Profile): string[] {
  return Object.keys(profile)
    .filter((feature) => Math.abs(profile[feature]) >= STANDS_OUT)
    .sort((a, b) => Math.abs(profile[b]) - Math.abs(profile[a]));
}

function distinctName(one: Draft, profile: Profile, taken: ReadonlySet<string>): string {
  const used = one.rule.when.flat().map((condition) => condition.feature);
  const words = extremes(profile)
    .filter((feature) => !used.includes(feature))
    .map((feature) => wordFor(feature, profile[feature]));
  const [first, ...rest] = words;
  const plain = one.rule === MAINSTREAM && first !== undefined ? `${first} ${one.rule.name}` : one.rule.name;
  const more = one.rule === MAINSTREAM ? rest : words;
  const longer = more.map((_, at) => `${plain}, ${more.slice(0, at + 1).join(", ")}`);
  const free = [plain, ...longer].find((name) => !taken.has(name));
  if (free !== undefined) return free;
  let number = 2;
  while (taken.has(`${plain} ${number}`)) number++;
  return `${plain} ${number}`;
}

function wordFor(feature: string, z: number): string {
  const words = FEATURE_WORDS[feature];
  if (words === undefined) return `${z > 0 ? "High" : "Low"} ${feature}`;
  return z > 0 ? words.high : words.low;
}

/** Such as "income +0.99 sd, score +1.24 sd": what the rule rests on, or else what stands out most. */
function explain(profile: Profile, conditions: readonly Condition[]): string {
  const features = conditions.length > 0 ? conditions.map((condition) => condition.feature) : extremes(profile).slice(0, 2);
  const parts = features.flatMap((feature) => (profile[feature] === undefined ? [] : [deviation(feature, profile[feature])]));
  return parts.length > 0 ? parts.join(", ") : "close to the average in everything";
}

function deviation(feature: string, z: number): string {
  return `${FEATURE_WORDS[feature]?.short ?? feature} ${z < 0 ? "-" : "+"}${Math.abs(z).toFixed(2)} sd`;
}
