import { ease } from "./baselines/ease.ts";
import { itemCosine } from "./baselines/item-cosine.ts";
import { segmentFilter } from "./baselines/segment-filter.ts";
import { segmentPopularity } from "./baselines/segment-popularity.ts";
import { tifuKnn } from "./baselines/tifu-knn.ts";
import { globalPersonalTopFrequency, globalTopFrequency, personalTopFrequency } from "./baselines/top-frequency.ts";
import { upCf } from "./baselines/up-cf.ts";
import { vmis } from "./baselines/vmis.ts";
import type { Method } from "./method.ts";
import type { Past } from "./past.ts";
import type { Protocol } from "./protocol.ts";
import { segue } from "./segue.ts";
import type { Tracks } from "./replayed-shop.ts";
import type { Weights } from "../recommendation/weights.ts";

export interface Setting extends Tracks {
  readonly protocol: Protocol;
}

type Create = (past: Past, setting: Setting) => Method;

/** All methods by name, ours first. */
export const METHODS = {
  segue: (past, setting) => segue(past, setting),
  "g-topfreq": globalTopFrequency,
  "p-topfreq": personalTopFrequency,
  "gp-topfreq": globalPersonalTopFrequency,
  "tifu-knn": (past, { protocol }) => tifuKnn(past, protocol),
  "up-cf": upCf,
  vmis: (past) => vmis(past),
  "item-cosine": itemCosine,
  ease,
  "segment-popularity": (past, { track }) => segmentPopularity(past, track),
  "taste-popularity": (past, { tastes }) => segmentPopularity(past, tastes),
  "segment-filter": (past, { track }) => segmentFilter(past, track),
} as const satisfies Record<string, Create>;

/** Ours without one term each. */
export const ABLATIONS = {
  "without frequency": without({ frequency: 0 }),
  "without recency": without({ recency: 0 }),
  "without neighbours": without({ neighbours: 0 }),
  "without associations": without({ associations: 0, associationsInDiscover: 0 }),
  "without trend": without({ trendOnRepeat: 0, trendOnNeighbours: 0 }),
  "without segment": without({ segment: 0 }),
  "without taste": without({ taste: 0 }),
  "without popularity": without({ popularity: 0 }),
  "without ranker": (past, setting) => segue(past, setting, { rankers: [] }),
  "without diversity": (past, setting) => segue(past, setting, { diversity: 0 }),
} as const satisfies Record<string, Create>;

function without(weights: Partial<Weights>): Create {
  return (past, setting) => segue(past, setting, { weights });
}

export type MethodName = keyof typeof METHODS;
export type AblationName = keyof typeof ABLATIONS;
export type RunName = MethodName | AblationName;

/** A method that is ready to be asked. */
export function createMethod(name: RunName, past: Past, setting: Setting): Method {
  const create: Create = name in ABLATIONS ? ABLATIONS[name as AblationName] : METHODS[name as MethodName];
  return create(past, setting);
}

export const METHOD_NAMES = Object.keys(METHODS) as readonly MethodName[];
export const ABLATION_NAMES = Object.keys(ABLATIONS) as readonly AblationName[];

/** Those that know nothing of segments or of what goes together. */
export const UNTRACKED: readonly MethodName[] = ["g-topfreq", "p-topfreq", "gp-topfreq", "tifu-knn", "up-cf", "vmis", "item-cosine", "ease"];

/** Yardsticks: too slow to be run unasked. */
export const YARDSTICKS: readonly MethodName[] = ["ease"];
