import type { AppliedRule, Profile } from "./best-rule.ts";
import { bestRule, extremes, fitOf, ruleNamed, wordFor } from "./best-rule.ts";
import type { Strategy } from "../model.ts";
import type { NamingTable } from "./naming-table.ts";

/** What a segment was called before. */
export interface NamingMemory {
  readonly name: string;
  readonly rule: string;
  readonly pendingRule: string | null;
  /** The name was given by hand. */
  readonly pinned: boolean;
}

export interface Naming extends NamingMemory {
  readonly explanation: string;
  readonly strategy: Strategy;
}

/** A segment to be named. */
export interface Unnamed {
  readonly profile: Profile;
  /** What it was called before, `null` for a fresh one. */
  readonly memory: NamingMemory | null;
}

/**
 * Names for all segments of a model, distinct among each other. A name is changed only when another rule has held at two fits on
 * end, or never when it was given by hand.
 */
export function nameSegments(table: NamingTable, segments: readonly Unnamed[]): Naming[] {
  const drafts = segments.map((segment) => draft(table, segment));
  const names = distinctNames(table, drafts);
  return drafts.map(({ rule, features, pendingRule, pinned, profile }, at) => ({
    name: names[at],
    explanation: explain(table, profile, features.length > 0 ? features : extremes(table, profile).map(({ feature }) => feature)),
    strategy: adviceOf(rule),
    rule: rule.id,
    pendingRule,
    pinned,
  }));
}

function adviceOf({ strategy: summary, channel, offer, goal, list }: NamingTable["otherwise"]): Strategy {
  return list === undefined ? { summary, channel, offer, goal } : { summary, channel, offer, goal, list };
}

interface Draft extends AppliedRule {
  readonly profile: Profile;
  readonly pendingRule: string | null;
  readonly pinned: boolean;
  /** The name of before, where it stays right. */
  readonly keptName: string | null;
}

function draft(table: NamingTable, { profile, memory }: Unnamed): Draft {
  const found = bestRule(table, profile);
  if (memory === null) return { ...found, profile, pendingRule: null, pinned: false, keptName: null };
  const doubtful = memory.rule !== found.rule.id && memory.pendingRule !== found.rule.id;
  const kept = doubtful ? ruleNamed(table, memory.rule, profile) : undefined;
  const applied = kept ?? found;
  return {
    ...applied,
    profile,
    pendingRule: kept === undefined ? null : found.rule.id,
    pinned: memory.pinned,
    keptName: memory.pinned || applied.rule.id === memory.rule ? memory.name : null,
  };
}

/** Names given by hand come first, then those that stay; of fresh ones, whom a name fits best gets it plain. */
function distinctNames(table: NamingTable, drafts: readonly Draft[]): string[] {
  const rank = ({ pinned, keptName }: Draft): number => (pinned ? 0 : keptName === null ? 2 : 1);
  const fit = ({ features, profile }: Draft): number => fitOf(features, profile);
  const order = drafts.map((_, at) => at).sort((a, b) => rank(drafts[a]) - rank(drafts[b]) || fit(drafts[b]) - fit(drafts[a]) || a - b);
  const names = new Array<string>(drafts.length);
  const taken = new Set<string>();
  for (const at of order) {
    const { keptName, pinned } = drafts[at];
    const stays = keptName !== null && (pinned || !taken.has(keptName));
    names[at] = stays ? keptName : freeName(table, drafts[at], taken);
    taken.add(names[at]);
  }
  return names;
}

/** The rule's name; where it is taken, with what else stands out, the most extreme first; at last with a number. */
function freeName(table: NamingTable, { rule, profile }: Draft, taken: ReadonlySet<string>): string {
  const used = new Set(rule.when.flatMap((conditions) => Object.keys(conditions)));
  const words = extremes(table, profile)
    .filter(({ feature }) => !used.has(feature))
    .map((extreme) => wordFor(table, extreme));
  const longer = words.map((_, at) => `${rule.name}, ${words.slice(0, at + 1).join(", ")}`);
  const free = [rule.name, ...longer].find((name) => !taken.has(name));
  if (free !== undefined) return free;
  let number = 2;
  while (taken.has(`${rule.name} ${number}`)) number++;
  return `${rule.name} ${number}`;
}

/** Such as "income +0.99 sd, score +1.24 sd". */
function explain(table: NamingTable, profile: Profile, features: readonly string[]): string {
  const parts = features.flatMap((feature) => {
    const z = profile[feature] as number | undefined;
    if (z === undefined) return [];
    const short = feature in table.words ? table.words[feature].short : feature;
    return [`${short} ${z < 0 ? "-" : "+"}${Math.abs(z).toFixed(2)} sd`];
  });
  return parts.length > 0 ? parts.join(", ") : "close to the average in everything";
}
