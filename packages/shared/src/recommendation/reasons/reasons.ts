import { nameOf } from "../model/catalogue.ts";
import { agoText, dayText, isoTime, spanText } from "./dates.ts";
import { neighbourEvidence } from "./neighbour-evidence.ts";
import type { NeighbourEvidence } from "./neighbour-evidence.ts";
import type { Goal, Parts, Ranked, Round } from "../ranking/ranking.ts";
import { closestBought } from "../ranking/associations.ts";
import { SCORES, partsOf } from "../ranking/ranking.ts";
import type { HistoryItem } from "../ranking/repeat-score.ts";
import { usualInterval } from "../ranking/rhythm.ts";
import { liftOf, trendOf } from "../ranking/trend.ts";
import type { Viewer } from "../ranking/trend.ts";
import { SETTINGS } from "../weights.ts";

export type ReasonKind = "bought-before" | "similar-customers" | "bought-together" | "popular-in-segment" | "trending" | "popular" | "new" | "similar-title";

/** The numbers behind a reason, all of them taken from what made the score. */
export interface Evidence {
  /** The products the reason names. */
  readonly products?: readonly string[];
  /** Baskets of the customer with the product, the last of them (ISO 8601), and the usual days between them. */
  readonly count?: number;
  readonly last?: string;
  readonly everyDays?: number;
  /** Customers who bought the product: ever, or of those most like this one. */
  readonly customers?: number;
  /** Share of recent orders with the product, or of the segment's customers who bought it lately. */
  readonly share?: number;
  /** How many times as many of the segment's customers have the product as of all. */
  readonly lift?: number;
  /** How much larger the product's recent share is than its lifetime reach. */
  readonly trend?: number;
  /** What the score is the sum of; `placed` is what the order of the list adds or takes, such as what is due coming first. */
  readonly parts?: Readonly<Record<string, number>>;
}

export interface Reason {
  readonly kind: ReasonKind;
  readonly text: string;
  readonly evidence?: Evidence;
}

/** Why each of the ranked products is in the list: the customer's own purchases where it was among them, else the summand that weighs most in its score. */
export function explain(round: Round, ranked: readonly Ranked[]): Reason[] {
  const { row } = round.model.scratch.items;
  const kinds = ranked.map(({ item }) => kindOf(round, item));
  const social = ranked.filter((_, i) => kinds[i] === "similar-customers").map(({ item }) => item);
  const evidence = social.length === 0 ? new Map<number, NeighbourEvidence>() : neighbourEvidence(round, social);
  return ranked.map(({ item }, i) => reasonOf(round, item, { kind: kinds[i], bought: round.history[row[item] - 1], neighbours: evidence.get(item) }));
}

/** The reason with the parts of the score. */
export function withParts(round: Round, { item, score, by, factor }: Ranked, reason: Reason): Reason {
  const parts: Record<string, number> = by === "full" ? { ...partsOf(round, item) } : { [by]: SCORES[by](round, item) };
  for (const [name, part] of Object.entries(parts)) {
    if (part === 0) delete parts[name];
    else parts[name] = factor * part;
  }
  const placed = score - Object.values(parts).reduce((sum, part) => sum + part, 0);
  return { ...reason, evidence: { ...reason.evidence, parts: Math.abs(placed) < ROUNDING * Math.abs(score) ? parts : { ...parts, placed } } };
}

const ROUNDING = 1e-12;
/** Lists about the crowd, in which nothing is personal. */
const OF_THE_CROWD: ReadonlySet<Goal> = new Set(["trending", "segment", "popular"]);

function kindOf(round: Round, item: number): ReasonKind {
  if (OF_THE_CROWD.has(round.goal)) return crowdKind(round, item);
  const parts = partsOf(round, item);
  const crowd = parts.segment + parts.taste + parts.popularity;
  if (parts.repeat > 0) return "bought-before";
  if (parts.associations > Math.max(parts.neighbours, crowd)) return "bought-together";
  return parts.neighbours > 0 && parts.neighbours >= crowd ? "similar-customers" : crowdKind(round, item, parts);
}

function crowdKind(round: Round, item: number, parts?: Parts): ReasonKind {
  const { model, moment } = round;
  if (favouring(round, item, parts) !== null) return "popular-in-segment";
  if (trendOf(model, moment, item) >= SETTINGS.trend.notable && model.popularity.columns.recent[item] > 0) return "trending";
  return model.items.columns.buyers[item] > 0 ? "popular" : "new";
}

/** The segment or the taste whose customers buy the product and whose share weighs most among what the crowd says, `null` for neither. */
function favouring({ model, goal, viewer, taste }: Round, item: number, parts: Parts | undefined): Viewer | null {
  const buys = ({ slot }: Viewer): boolean => slot >= 0 && model.popularity.segments[slot].columns.counts[item] > 0;
  if (goal === "segment") return buys(viewer) ? viewer : null;
  if (parts === undefined) return null;
  if (buys(taste) && parts.taste >= Math.max(parts.segment, parts.popularity)) return taste;
  return buys(viewer) && parts.segment >= parts.popularity ? viewer : null;
}

interface Grounds {
  readonly kind: ReasonKind;
  readonly bought: HistoryItem | undefined;
  readonly neighbours: NeighbourEvidence | undefined;
}

function reasonOf(round: Round, item: number, { kind, bought, neighbours }: Grounds): Reason {
  if (kind === "similar-customers" && neighbours !== undefined && neighbours.products.length > 0) return similarCustomers(round, neighbours);
  if (kind === "bought-before" && bought !== undefined) return boughtBefore(bought, round.moment.now);
  return (BY_KIND[kind] ?? popularReason)(round, item);
}

const BY_KIND: Readonly<Partial<Record<ReasonKind, (round: Round, item: number) => Reason>>> = {
  "bought-together": boughtTogether,
  "popular-in-segment": popularInSegment,
  trending: trendingReason,
};

function boughtBefore(bought: HistoryItem, now: number): Reason {
  const { count } = bought;
  const last = isoTime(bought.last);
  if (count === 1) return { kind: "bought-before", text: `You bought this on ${dayText(bought.last, now)}`, evidence: { count, last } };
  const everyDays = usualInterval(bought);
  if (everyDays < 1) return { kind: "bought-before", text: `You bought this ${count} times, ${agoText(bought.last, now)}`, evidence: { count, last } };
  const text = `You bought this ${count} times, about every ${spanText(everyDays)}; last time ${agoText(bought.last, now)}`;
  return { kind: "bought-before", text, evidence: { count, last, everyDays: Math.round(everyDays * 10) / 10 } };
}

function similarCustomers({ model }: Round, { products, customers }: NeighbourEvidence): Reason {
  const names = products.map((product) => nameOf(model.items, product)).join(" and ");
  return {
    kind: "similar-customers",
    text: `Customers who bought ${names} also bought this`,
    evidence: { products: products.map((product) => model.items.ids[product]), customers },
  };
}

function boughtTogether({ model }: Round, item: number): Reason {
  const bought = closestBought(model, item);
  return { kind: "bought-together", text: `Often bought by those who buy ${nameOf(model.items, bought)}, which you bought`, evidence: { products: [model.items.ids[bought]] } };
}

function popularInSegment(round: Round, item: number): Reason {
  const { model, goal } = round;
  const viewer = favouring(round, item, partsOf(round, item)) ?? round.viewer;
  const { columns, total } = model.popularity.segments[viewer.slot];
  const share = total > 0 ? columns.counts[item] / total : 0;
  const lift = liftOf(round, viewer, item);
  const text = goal === "segment" ? `Bought lately by ${percent(share)} of the segment, ${times(lift)} as often as by everybody` : `Popular with ${audience(round, viewer)}: ${percent(share)} of them bought it lately`;
  return { kind: "popular-in-segment", text, evidence: { share, lift } };
}

function audience({ model, taste, segmentName }: Round, viewer: Viewer): string {
  if (viewer !== taste) return "customers like you";
  const name = segmentName(model.popularity.segments[taste.slot].id);
  return name === undefined ? "customers of your taste" : `customers who like ${name}`;
}

function trendingReason({ model, moment }: Round, item: number): Reason {
  const { columns, totals } = model.popularity;
  const share = columns.recent[item] / totals.recent;
  return { kind: "trending", text: `Trending: in ${percent(share)} of recent orders`, evidence: { share, trend: trendOf(model, moment, item) } };
}

function popularReason({ model }: Round, item: number): Reason {
  const customers = model.items.columns.buyers[item];
  if (customers === 0) return { kind: "new", text: "Nobody has bought this yet" };
  return { kind: "popular", text: `Bought by ${customers} ${customers === 1 ? "customer" : "customers"}`, evidence: { customers } };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}

function times(factor: number): string {
  return `${factor.toFixed(factor < 10 ? 1 : 0)} times`;
}
