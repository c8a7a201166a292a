import { z } from "zod";
import { idSchema, timeSchema } from "../events/envelope.ts";
import { LIST_NAMES } from "../list-names.ts";
import type { ListName } from "../list-names.ts";
import { positionSchema } from "./ingest.ts";

export const STRATEGIES = LIST_NAMES;
export type Strategy = ListName;

const DEFAULT_LIMIT = 10;
const limitSchema = z.number().int().min(1).max(100).default(DEFAULT_LIMIT);
/** Repeat the parameter, or separate ids by commas. */
const excludeQuerySchema = z.array(z.string().max(16_384)).optional();

const common = {
  limit: limitSchema,
  /** Left out, it is that of the customer's segment where its naming rule has one, else for-you. */
  strategy: z.enum(STRATEGIES).optional(),
  category: z.string().max(128).optional(),
  /** `true` adds what each score is the sum of, `false` leaves the evidence out of the reasons. */
  explain: z.boolean().optional(),
  /** Share of its score that a product gives up for each better one of its category in the list; 0 for none. */
  diversity: z.number().min(0).max(1).optional(),
  /** A `position` from a reply of ingest: the answer waits up to a second until it takes that position into account. */
  after: positionSchema.optional(),
};

export const recommendationsQuerySchema = z.object({ customerId: idSchema.optional(), exclude: excludeQuerySchema, ...common });

/** For guests, who have a basket and no history, and for long lists of exclusions. */
export const recommendationsBodySchema = z.strictObject({
  customerId: idSchema.optional(),
  basket: z.array(idSchema).max(5_000).optional(),
  exclude: z.array(idSchema).max(10_000).optional(),
  ...common,
});
export type RecommendationsRequest = z.output<typeof recommendationsBodySchema>;

/** The numbers that made the score. */
const evidenceSchema = z.object({
  /** The products the reason names. */
  products: z.array(z.string()).optional(),
  /** Baskets of the customer with the product, the last of them, and the usual days between them. */
  count: z.number().int().optional(),
  last: z.string().optional(),
  everyDays: z.number().optional(),
  /** Customers who bought the product: ever, or of those most like this one. */
  customers: z.number().int().optional(),
  /** Share of recent orders with the product, or of the segment's customers who bought it lately. */
  share: z.number().optional(),
  /** How many times as many of the segment's customers have the product as of all. */
  lift: z.number().optional(),
  /** How much larger the recent share is than the lifetime reach. */
  trend: z.number().optional(),
  /** What the score is the sum of, with `explain=true`. */
  parts: z.record(z.string(), z.number()).optional(),
});

const reasonSchema = z.object({
  /** Stable, for machines. */
  kind: z.string(),
  /** For people. */
  text: z.string(),
  evidence: evidenceSchema.optional(),
});

export const recommendedItemSchema = z.object({ productId: z.string(), title: z.string().optional(), score: z.number(), reason: reasonSchema });
export type RecommendedItem = z.output<typeof recommendedItemSchema>;

export const segmentRefSchema = z.object({ id: z.string(), name: z.string() });

export const recommendationsSchema = z.object({
  items: z.array(recommendedItemSchema),
  customerId: z.string().nullable(),
  segment: segmentRefSchema.nullable(),
  strategy: z.enum(STRATEGIES),
  modelVersion: z.string().nullable(),
  /** The moment the answer is true for, ISO 8601, in stream time. */
  asOf: z.string(),
  /** Names this answer, so that later purchases can be counted for it. */
  recommendationId: z.string(),
});
export type RecommendationsReply = z.output<typeof recommendationsSchema>;

export const itemListSchema = z.object({ items: z.array(recommendedItemSchema), asOf: z.string() });

export const listQuerySchema = z.object({ limit: limitSchema, category: z.string().max(128).optional(), explain: z.boolean().optional() });
export const relatedQuerySchema = z.object({ limit: limitSchema, kind: z.enum(["together", "similar"]).default("together") });

/** `since`: lists from before this moment of stream time are left out. */
export const servedQuerySchema = z.object({ since: timeSchema.optional() });

export const productReplySchema = z.object({
  productId: z.string(),
  title: z.string().optional(),
  category: z.string().optional(),
  price: z.number().optional(),
  available: z.boolean(),
  hidden: z.boolean(),
  attributes: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).optional(),
  /** Baskets with the product, ever. */
  baskets: z.number(),
  /** Distinct customers who bought it. */
  buyers: z.number(),
  items: z.array(recommendedItemSchema),
});

export const qualityReplySchema = z.object({
  /** Baskets that were predicted before they were learnt, newest last up to `window`. */
  baskets: z.number().int(),
  window: z.number().int(),
  items: z.array(z.object({ method: z.string(), hitRate10: z.number(), recall10: z.number(), ndcg10: z.number() })),
});
