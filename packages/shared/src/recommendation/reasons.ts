import { nameOf } from "./catalogue.ts";
import { dayText, isoTime } from "./dates.ts";
import { neighbourEvidence } from "./neighbour-evidence.ts";
import type { Ranked, Parts, Round } from "./ranking.ts";
import { partsOf } from "./ranking.ts";
import type { HistoryItem } from "./repeat-score.ts";
import { trendOf } from "./trend.ts";
import { SETTINGS } from "./weights.ts";

export type ReasonKind = "bought-before" | "similar-customers" | "bought-together" | "popular-in-segment" | "trending" | "popular" | "new";

/** The numbers behind a reason, all of them taken from what made the score. */
export interface Evidence {
  /** The products the reason names. */
  readonly products?: readonly string[];
  /** Baskets of the customer with the product, and the last of them (ISO 8601). */
  readonly count?: number;
  readonly last?: string;
  /** Customers who bought the product. */
  readonly customers?: number;
  /** Share of recent orders (of everybody, or of the segment) with the product. */
  readonly share?: number;
  /** How much larger the product's recent share is than its lifetime reach. */
  readonly trend?: number;
}

export interface Reason {
  readonly kind: ReasonKind;
  readonly text: string;
  readonly evidence?: Evidence;
}

/** Why each of the ranked products is in the list: the customer's own purchases where it was among them, else the summand that weighs most in its score. */
export function explain(round: Round, ranked: readonly Ranked[], history: readonly HistoryItem[]): Reason[] {
  const { row } = round.model.scratch.items;
  const kinds = ranked.map(({ item }) => kindOf(round, item));
  const social = ranked.flatMap(({ item }, i) => (kinds[i] === "similar-customers" ? [item] : []));
  const evidence = social.length === 0 ? new Map<number, readonly number[]>() : neighbourEvidence(round, social);
  return ranked.map(({ item }, i) => reasonOf(round, item, { kind: kinds[i], bought: history[row[item] - 1], products: evidence.get(item) ?? [] }));
}

function kindOf(round: Round, item: number): ReasonKind {
  if (round.goal === "trending" || round.goal === "segment") return crowdKind(round, item);
  const parts = partsOf(round, item);
  const crowd = parts.segment + parts.popularity;
  if (parts.repeat > 0) return "bought-before";
  return parts.neighbours > 0 && parts.neighbours >= crowd ? "similar-customers" : crowdKind(round, item, parts);
}

function crowdKind(round: Round, item: number, parts?: Parts): ReasonKind {
  const { model, moment } = round;
  if (isSegmentFavourite(round, item, parts)) return "popular-in-segment";
  if (trendOf(model, moment, item) >= SETTINGS.trend.notable && model.popularity.columns.recent[item] > 0) return "trending";
  return model.items.columns.buyers[item] > 0 ? "popular" : "new";
}

function isSegmentFavourite({ model, goal, viewer: { slot } }: Round, item: number, parts: Parts | undefined): boolean {
  if (slot < 0 || model.popularity.segments[slot].columns.counts[item] === 0) return false;
  return goal === "segment" || (parts !== undefined && parts.segment >= parts.popularity);
}

interface Grounds {
  readonly kind: ReasonKind;
  readonly bought: HistoryItem | undefined;
  readonly products: readonly number[];
}

function reasonOf(round: Round, item: number, { kind, bought, products }: Grounds): Reason {
  if (kind === "similar-customers" && products.length > 0) return similarCustomers(round, products);
  if (kind === "bought-before" && bought !== undefined) return boughtBefore(bought, round.moment.now);
  if (kind === "popular-in-segment") return popularInSegment(round, item);
  return kind === "trending" ? trendingReason(round, item) : popularReason(round, item);
}

function boughtBefore({ count, last }: HistoryItem, now: number): Reason {
  const date = dayText(last, now);
  const text = count === 1 ? `You bought this on ${date}` : `You bought this ${count} times, last on ${date}`;
  return { kind: "bought-before", text, evidence: { count, last: isoTime(last) } };
}

function similarCustomers({ model }: Round, products: readonly number[]): Reason {
  const names = products.map((product) => nameOf(model.items, product)).join(" and ");
  return {
    kind: "similar-customers",
    text: `Customers who bought ${names} also bought this`,
    evidence: { products: products.map((product) => model.items.ids[product]) },
  };
}

function popularInSegment({ model, viewer: { slot } }: Round, item: number): Reason {
  const { columns, total } = model.popularity.segments[slot];
  const share = total > 0 ? columns.counts[item] / total : 0;
  return { kind: "popular-in-segment", text: `Popular with customers like you: ${percent(share)} of them bought it lately`, evidence: { share } };
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
