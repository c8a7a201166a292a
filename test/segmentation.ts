import { seededRandom } from "@segue/shared/math/random";
import type { CustomerSums } from "@segue/shared/customers/customer";
import type { Feature } from "@segue/shared/customers/features";
import { featureNamed } from "@segue/shared/customers/features";
import type { RefitInput } from "@segue/shared/segmentation/refit/refit-input";
import type { Segment, SegmentModel } from "@segue/shared/segmentation/model";
import { refit } from "@segue/shared/segmentation/refit/refit";
import type { SegmenterConfig } from "@segue/shared/segmentation/segmenter-config";
import { SEGMENTER_DEFAULTS } from "@segue/shared/segmentation/segmenter-config";
import { applyModelRecord } from "@segue/shared/segmentation/model-log";
import { applyCustomer } from "@segue/shared/segmentation/segmenter";
import type { Effect, Segmenter } from "@segue/shared/segmentation/segmenter-state";
import { createSegmenter } from "@segue/shared/segmentation/segmenter-state";
import { readNamingFile } from "../packages/platform/src/naming-file.ts";
import { aCustomerWith, mallCustomers } from "./data.ts";

export const DAY = 86_400_000;

/** The table that ships. */
export const NAMING = readNamingFile();

export function featuresNamed(...names: readonly string[]): Feature[] {
  return names.map((name) => {
    const feature = featureNamed(name);
    if (feature === undefined) throw new Error(`no feature is called ${name}`);
    return feature;
  });
}

export const aConfig = (config: Partial<SegmenterConfig> = {}): SegmenterConfig => ({
  ...SEGMENTER_DEFAULTS,
  segmentation: "behaviour",
  features: featuresNamed("recency", "frequency", "monetary"),
  naming: NAMING,
  ...config,
});

/** A customer by recency in days before `now`, orders and money in major units. */
export const aBuyer = (customerId: string, buyer: { now: number; days: number; orders: number; money: number }): CustomerSums => ({
  customerId,
  currency: "GBP",
  firstTime: buyer.now - buyer.days * DAY,
  lastTime: buyer.now - buyer.days * DAY,
  orders: buyer.orders,
  units: buyer.orders,
  gross: Math.round(buyer.money * 100),
  returned: 0,
  spend: 0,
  variety: buyer.orders,
  profile: {},
});

export const aRefitInput = (input: Partial<RefitInput> = {}): RefitInput => ({
  segmentation: "behaviour",
  features: [
    { name: "annualIncome", log: false },
    { name: "spendingScore", log: false },
  ],
  context: [],
  values: new Float64Array(0),
  kRange: { min: 4, max: 8 },
  clip: null,
  minCustomers: 20,
  naming: NAMING,
  previous: null,
  major: 1,
  nextSegmentNumber: 1,
  time: 0,
  seed: 1,
  ...input,
});

/** The mall customers, clustered on income and score and described by age. */
export const aMallInput = (input: Partial<RefitInput> = {}): RefitInput =>
  aRefitInput({
    context: [{ name: "age", log: false }],
    values: Float64Array.from(mallCustomers().flatMap((c) => [c.annualIncome, c.spendingScore, c.age])),
    ...input,
  });

/** The model of a refit that must succeed. */
export function fitted(input: RefitInput): SegmentModel {
  const result = refit(input);
  if (result.kind !== "model") throw new Error(result.message);
  return result.model;
}

const aSegment = (segment: Partial<Segment> = {}): Segment => ({
  id: "seg-1",
  name: "Mainstream Shoppers",
  explanation: "close to the average in everything",
  strategy: { summary: "", channel: "", offer: "", goal: "" },
  rule: "mainstream-shoppers",
  pendingRule: null,
  pinned: false,
  centroid: [0],
  size: 1,
  means: [0],
  ...segment,
});

/** A model of one unscaled feature with a segment per centroid, `seg-1` on. */
export const aModel = (centroids: readonly number[], model: Partial<SegmentModel> = {}): SegmentModel => ({
  schema: 1,
  segmentation: "behaviour",
  version: "behaviour-1",
  major: 1,
  fittedAt: 0,
  customers: centroids.length,
  features: ["age"],
  context: [],
  scaler: { mean: [0], sd: [1], log: [false], clip: null },
  segments: centroids.map((centroid, slot) => aSegment({ id: `seg-${slot + 1}`, name: `Segment ${slot + 1}`, centroid: [centroid] })),
  inertia: centroids.length,
  silhouette: 0.5,
  candidates: [],
  churn: null,
  transitions: [],
  nextSegmentNumber: centroids.length + 1,
  projection: { axes: [[1]], explainedVariance: [1] },
  ...model,
});

/** A customer of whom the age is known, or nothing. */
export const aged = (customerId: string, age: number | null): CustomerSums =>
  aCustomerWith({ customerId, profile: age === null ? {} : { age: { value: age, time: 0 } } });

export const put = (segmenter: Segmenter, customer: CustomerSums, now = 0): Effect | null =>
  applyCustomer(segmenter, customer, { customerId: customer.customerId, cause: "profile", now });

/** A segmenter by age that serves segments at 0 and 10. */
export function serving(): Segmenter {
  const segmenter = createSegmenter(aConfig({ features: featuresNamed("age") }));
  applyModelRecord(segmenter, { schema: 1, type: "model", model: aModel([0, 10]), status: "adopted", time: 0 });
  return segmenter;
}

/** Customers around `centres`, the same noise for the same seed. */
export function around(centres: readonly (readonly [number, number])[], each: number, seed = 1): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from(centres.flatMap(([x, y]) => Array.from({ length: each }, () => [x + random(), y + random()]).flat()));
}
