import { categoryOf, isOffered } from "./model/catalogue.ts";
import { customerOf } from "./model/indexed-customers.ts";
import { itemOf } from "./model/item-index.ts";
import { eachItem, mostBought } from "./model/most-bought.ts";
import { pageOf, startOf } from "./model/paged-pool.ts";
import { scoreAssociations } from "./ranking/associations.ts";
import { scoreNeighbours } from "./ranking/neighbours.ts";
import { explain, withParts } from "./reasons/reasons.ts";
import type { Reason } from "./reasons/reasons.ts";
import { scoreHistory } from "./ranking/repeat-score.ts";
import type { HistoryItem } from "./ranking/repeat-score.ts";
import { MOST_RECOMMENDED, beginRequest, touchItem } from "./model/scratch.ts";
import { contribution } from "./model/segment-counts.ts";
import { settle } from "./model/top-list.ts";
import type { Ranked, TopList } from "./model/top-list.ts";
import { tasteSlotOf } from "./taste-slot.ts";
import type { TasteTeller } from "./taste-slot.ts";
import { momentOf, viewerOf } from "./ranking/trend.ts";
import { rank } from "./ranking/ranking.ts";
import type { Contest } from "./ranking/rerank.ts";
import type { Goal, Ranked as Place, Round } from "./ranking/ranking.ts";
import type { ServingModel } from "./model/serving-model.ts";
import type { ListName } from "../list-names.ts";
import { SETTINGS } from "./weights.ts";

export interface RecommendRequest {
  /** So that customers are not their own neighbours; `null` for a guest. */
  readonly customerId: string | null;
  readonly history: readonly HistoryItem[];
  /** b_u, orders of the customer. */
  readonly baskets: number;
  /** Slot of the customer's segment in the counts (segment-counts.ts), negative for none. */
  readonly segmentSlot: number;
  /** Epoch milliseconds. */
  readonly now: number;
  /** 1 to 100. */
  readonly limit: number;
  readonly strategy: ListName;
  readonly category?: string | undefined;
  readonly exclude?: readonly string[] | undefined;
  /** 0 to 1: share of its score that a product gives up for each better one of its category. */
  readonly diversity?: number | undefined;
  /** Whether each reason's evidence says what the score is the sum of. */
  readonly explain?: boolean | undefined;
  /** Knows what the history left out; asked only under `discover`, for products that would get in. */
  readonly everBought?: ((productId: string) => boolean) | undefined;
  /** Tells the taste of the history's products, in place of what the model has of the customer: for those of whom no purchase is stored. */
  readonly tasteTeller?: TasteTeller | undefined;
  /** Told of the products that a ranker is asked about, or would be if there were one: what it learns from. */
  readonly onContest?: ((contest: Contest) => void) | undefined;
  /** How reasons call a segment by its id. */
  readonly segmentName?: ((segmentId: string) => string | undefined) | undefined;
}

export interface Recommendation {
  readonly productId: string;
  readonly title?: string;
  readonly score: number;
  readonly reason: Reason;
}

/**
 * The best products for a customer: score = T^.5 (1.7 f rho_j / rho + 1.0 d) + m / (m + b) (T^.75 (14 kNN + 30 associations) + .5 taste share) with m = 4, plus small priors of
 * segment and recent popularity (docs/recommendation.md). Lists are filled by popularity, then in catalogue order: they are shorter than `limit` only
 * where fewer products may be shown.
 */
export function recommend(model: ServingModel, request: RecommendRequest): Recommendation[] {
  return answer(personalRound(model, request), request.explain === true);
}

/** The ids of the same list: its reasons, a quarter of the work, are not made. */
export function recommendIds(model: ServingModel, request: RecommendRequest): string[] {
  return idsIn(personalRound(model, request));
}

function personalRound(model: ServingModel, request: RecommendRequest): Round {
  const self = request.customerId === null ? -1 : customerOf(model.customers, request.customerId);
  const round = beginRound(model, request, { self, tasteSlot: tasteSlotOf(model, request), goal: request.strategy });
  if (request.strategy !== "trending") {
    scoreHistory(model, round.moment, { items: request.history, baskets: request.baskets });
    if (request.strategy === "discover") blockHistory(round);
    scoreNeighbours(model, round.moment, { history: request.history, self });
    scoreAssociations(model);
  }
  return round;
}

/** A list that is the same for everybody, or for a whole segment. */
export interface ListRequest {
  readonly now: number;
  readonly limit: number;
  readonly category?: string | undefined;
  readonly explain?: boolean | undefined;
}

/** What sells above its reach now. */
export function trending(model: ServingModel, request: ListRequest): Recommendation[] {
  return listFor(model, { ...request, segmentSlot: -1 }, "trending");
}

/** The ids of what was in the largest share of recent baskets. */
export function popularIds(model: ServingModel, request: ListRequest): string[] {
  return idsIn(crowdRound(model, { ...request, segmentSlot: -1 }, "popular"));
}

/** What the customers of a segment buy more than others do, by lift. */
export function segmentTop(model: ServingModel, request: ListRequest & { readonly segmentSlot: number }): Recommendation[] {
  return listFor(model, request, "segment");
}

function listFor(model: ServingModel, request: ListRequest & { readonly segmentSlot: number }, goal: Goal): Recommendation[] {
  return answer(crowdRound(model, request, goal), request.explain === true);
}

function crowdRound(model: ServingModel, request: ListRequest & { readonly segmentSlot: number }, goal: Goal): Round {
  return beginRound(model, { ...request, history: [], baskets: 0 }, { self: -1, tasteSlot: -1, goal });
}

/** The basket of a guest as a history: one order, just now. */
export function guestHistory(productIds: readonly string[], now: number): HistoryItem[] {
  return [...new Set(productIds)].map((productId) => ({ productId, count: 1, decayed: 1, last: now }));
}

const { ownBaskets } = SETTINGS.neighbours;
const PERSONAL: ReadonlySet<Goal> = new Set(["for-you", "discover", "rebuy"]);

type Filters = Pick<RecommendRequest, "history" | "baskets" | "segmentSlot" | "now" | "limit" | "category" | "exclude" | "diversity" | "everBought" | "segmentName" | "onContest">;

interface Asker {
  /** The customer's index, -1 for none. */
  readonly self: number;
  readonly tasteSlot: number;
  readonly goal: Goal;
}

function beginRound(model: ServingModel, request: Filters, { self, tasteSlot, goal }: Asker): Round {
  beginRequest(model.scratch, { items: model.items.count, customers: model.customers.count });
  for (const productId of request.exclude ?? []) {
    const item = itemOf(model.items, productId);
    if (item >= 0) model.scratch.items.blocked[item] = model.scratch.items.tag;
  }
  noteOwn(model, self);
  return {
    model,
    moment: momentOf(model, request.now),
    goal,
    viewer: viewerOf(model, self, request.segmentSlot),
    taste: viewerOf(model, self, tasteSlot),
    segmentName: request.segmentName ?? (() => undefined),
    history: request.history,
    baskets: request.baskets,
    reliance: ownBaskets / (ownBaskets + request.baskets),
    diversity: request.diversity ?? SETTINGS.lists.diversity,
    limit: Math.min(request.limit, MOST_RECOMMENDED),
    category: request.category === undefined ? 0 : categoryOf(model.items, request.category),
    everBought: goal === "discover" ? request.everBought : undefined,
    onContest: request.onContest,
  };
}

/** What the customer counts for in the counts of products. */
function noteOwn(model: ServingModel, self: number): void {
  if (self < 0) return;
  const { columns, pool } = model.customers;
  const { items } = model.scratch;
  const page = pageOf(pool, columns.block[self]);
  const start = startOf(columns.block[self]);
  const room = 1 << columns.sizeClass[self];
  for (let at = start; at < start + columns.length[self]; at++) {
    items.own[page[at]] = contribution(model, page[at + room]);
    items.ownItems[items.owned++] = page[at];
  }
}

function blockHistory({ model }: Round): void {
  const { items } = model.scratch;
  for (let i = 0; i < items.count; i++) items.blocked[items.candidates[i]] = items.tag;
}

function ranked(round: Round): Place[] {
  addPopular(round);
  return rank(round);
}

const idsIn = (round: Round): string[] => ranked(round).map(({ item }) => round.model.items.ids[item]);

function answer(round: Round, isExplained: boolean): Recommendation[] {
  const { titles, ids } = round.model.items;
  const places = ranked(round);
  const reasons = explain(round, places);
  return places.map((place, i) => {
    const { item, score } = place;
    const reason = isExplained ? withParts(round, place, reasons[i]) : reasons[i];
    const title = titles[item];
    return title === undefined ? { productId: ids[item], score, reason } : { productId: ids[item], title, score, reason };
  });
}

/** The heads of the popularity lists, and of the category's, are candidates of every request. */
function addPopular({ model, viewer, taste, goal, category }: Round): void {
  const { popularity, scratch, items, categories } = model;
  const { hash: hashes } = items.columns;
  const wanted = PERSONAL.has(goal) ? SETTINGS.lists.candidates : SETTINGS.lists.kept;
  const add = ({ ids, size }: TopList): void => {
    for (let i = 0; i < Math.min(size, wanted); i++) if (isOffered(items, ids[i])) touchItem(scratch.items, ids[i]);
  };
  const settled = (top: TopList, values: Ranked["values"]): TopList => settle(top, { values, hashes }, { wanted, each: (visit) => eachItem(model, visit) });
  if (category > 0 && category < categories.tops.length) add(mostBought(model, category, wanted));
  add(settled(popularity.topRecent, popularity.columns.recent));
  add(mostBought(model, 0, wanted));
  for (const { slot } of [viewer, taste]) if (slot >= 0) add(settled(popularity.segments[slot].top, popularity.segments[slot].columns.counts));
}
