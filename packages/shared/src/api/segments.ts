import { z } from "zod";
import { idSchema } from "../events/envelope.ts";
import { DRIFT_METRICS } from "../segmentation/drift/drift-rules.ts";
import { SEGMENTATIONS } from "../segmentation/model.ts";
import { ALARM_LEVELS } from "../segmentation/drift/watch-state.ts";
import { segmentRefSchema } from "./recommendations.ts";

export const segmentationQuerySchema = z.object({ segmentation: z.enum(SEGMENTATIONS).default("behaviour") });

const features = z.record(z.string(), z.number().nullable());

export const segmentSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Customers now. */
  size: z.number().int(),
  /** Of the segmented customers. */
  share: z.number(),
  /** What makes the name true. */
  explanation: z.string(),
  strategy: z.string(),
  channel: z.string(),
  offer: z.string(),
  goal: z.string(),
  /** Means in natural units, by feature; `null` where nobody has it. */
  means: features,
});
export type SegmentReply = z.output<typeof segmentSchema>;

const totalsSchema = z.object({
  customers: z.number().int(),
  unsegmented: z.number().int(),
  orders: z.number().int(),
  /** Gross of returns, major units. */
  revenue: z.number(),
  /** Of the revenue, where all customers have the same. */
  currency: z.string().nullable(),
});

export const segmentsSchema = z.object({
  segmentation: z.enum(SEGMENTATIONS),
  segments: z.array(segmentSchema),
  /** `null` until there are customers enough for a first model. */
  modelVersion: z.string().nullable(),
  /** Stream time, ISO 8601. */
  asOf: z.string(),
  totals: totalsSchema,
});
export type SegmentsReply = z.output<typeof segmentsSchema>;

export const renameSchema = z.strictObject({ name: z.string().trim().min(1).max(80).regex(/\S/) });

export const segmentCustomersQuerySchema = z.object({ limit: z.number().int().min(1).max(10_000).default(100), cursor: z.string().max(512).optional() });
export const segmentCustomersSchema = z.object({
  items: z.array(z.object({ customerId: z.string(), segment: z.string(), modelVersion: z.string() })),
  /** Pass it on for the next page; `null` at the end. */
  cursor: z.string().nullable(),
});

export const customerReplySchema = z.object({
  customerId: z.string(),
  segment: segmentRefSchema.extend({ modelVersion: z.string() }).nullable(),
  /** The segment of those who buy the same things; `null` while nothing tells it. */
  taste: segmentRefSchema.extend({ modelVersion: z.string() }).nullable(),
  /** Why this segment: what stands out against everybody. */
  why: z.string(),
  /** By feature that segments are made from: standard deviations from the mean of all customers, `null` where not known. */
  zScores: features,
  /** The segments by distance in that space, nearest first; the label may be the second for as long as the first is not nearer by 5 %. */
  distances: z.array(segmentRefSchema.extend({ distance: z.number() })),
  /** The nearest segment that the customer is not in; `null` where there is none. */
  runnerUp: segmentRefSchema.extend({ distance: z.number() }).nullable(),
  features,
  currency: z.string().nullable(),
  orders: z.number().int(),
  units: z.number(),
  /** Net of returns, major units. */
  revenue: z.number(),
  firstPurchase: z.string().nullable(),
  lastPurchase: z.string().nullable(),
  profile: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  /** Latest first. */
  items: z.array(
    z.object({ productId: z.string(), baskets: z.number().int(), units: z.number(), lastPrice: z.number(), lastPurchase: z.string() }),
  ),
});
export type CustomerReply = z.output<typeof customerReplySchema>;
export const customerParamsSchema = z.object({ id: idSchema });

export const mapSchema = z.object({
  modelVersion: z.string().nullable(),
  axes: z.array(z.object({ explainedVariance: z.number(), loadings: z.record(z.string(), z.number()) })),
  /** What `values` are, in this order. */
  features: z.array(z.string()),
  items: z.array(z.object({ customerId: z.string(), segment: z.string(), x: z.number(), y: z.number(), values: z.array(z.number().nullable()) })),
  centroids: z.array(z.object({ segment: z.string(), x: z.number(), y: z.number() })),
});

const driftItemSchema = z.object({
  metric: z.enum(DRIFT_METRICS),
  /** The segment or the feature it speaks of; left out where that is the whole. */
  segment: z.string().optional(),
  feature: z.string().optional(),
  value: z.number(),
  /** The thresholds that hold for so many customers: never below what chance alone reaches. `null` for what is only reported. */
  warn: z.number().nullable(),
  act: z.number().nullable(),
  /** Daily sweeps on end that must be beyond a threshold for an alarm, and those that have been. */
  for: z.number().int(),
  breaches: z.number().int(),
  alarm: z.enum(ALARM_LEVELS),
});

const driftAlarmSchema = z.object({
  /** Stream time, ISO 8601. */
  time: z.string(),
  modelVersion: z.string(),
  metric: z.enum(DRIFT_METRICS),
  segment: z.string().optional(),
  feature: z.string().optional(),
  value: z.number(),
  level: z.enum(ALARM_LEVELS),
});

export const driftSchema = z.object({
  modelVersion: z.string().nullable(),
  /** Stream time, ISO 8601. */
  asOf: z.string().nullable(),
  items: z.array(driftItemSchema),
  /** The latest alarms at the moment they came on, newest last: also those that a refit has answered since. */
  alarms: z.array(driftAlarmSchema),
  /** What the metrics mean. */
  help: z.record(z.string(), z.string()),
});
export type DriftReply = z.output<typeof driftSchema>;

export const transitionsSchema = z.object({
  items: z.array(
    z.object({
      modelVersion: z.string(),
      time: z.string(),
      churn: z.number().nullable(),
      transitions: z.array(z.object({ type: z.string(), from: z.array(z.string()), to: z.array(z.string()), customers: z.number().int() })),
    }),
  ),
});

export const historySchema = z.object({
  /** Also of segments that are gone. */
  names: z.record(z.string(), z.string()),
  items: z.array(z.object({ time: z.string(), modelVersion: z.string(), sizes: z.record(z.string(), z.number().int()), orders: z.number().int().optional(), revenue: z.number().optional(), drift: z.record(z.string(), z.number()).optional() })),
});

export const modelsSchema = z.object({
  items: z.array(
    z.object({
      version: z.string(),
      status: z.enum(["adopted", "candidate", "rejected", "replaced"]),
      fittedAt: z.string(),
      /** Why it was fitted; missing for models of earlier versions. */
      reason: z.enum(["first", "requested", "timer", "growth", "drift"]).optional(),
      /** The metric whose alarm asked for it, where the reason is drift. */
      metric: z.enum(DRIFT_METRICS).optional(),
      customers: z.number().int(),
      k: z.number().int(),
      silhouette: z.number(),
      inertia: z.number(),
      churn: z.number().nullable(),
    }),
  ),
});
export type ModelsReply = z.output<typeof modelsSchema>;

export const acceptedCommandSchema = z.object({ accepted: z.literal(true) });
