import { z } from "zod";

/** Why a customer's segment has changed. */
const CAUSES = ["purchase", "return", "profile", "erase", "sweep", "refit"] as const;
const causeSchema = z.enum(CAUSES);

export const flowsQuerySchema = z.object({
  /** The last so many days of stream time. */
  days: z.number().int().min(1).max(400).default(30),
  cause: causeSchema.optional(),
});

export const flowsSchema = z.object({
  /** Stream time, ISO 8601. */
  from: z.string(),
  to: z.string(),
  /** Names of every segment that is named below, also of those that are gone. */
  names: z.record(z.string(), z.string()),
  /** Moves by pair of segments and cause; `null` is outside of all segments. */
  items: z.array(z.object({ from: z.string().nullable(), to: z.string().nullable(), cause: causeSchema, moves: z.number().int() })),
});
export type FlowsReply = z.output<typeof flowsSchema>;

const moveSchema = z.object({
  customerId: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  cause: causeSchema,
  modelVersion: z.string(),
  /** Stream time, ISO 8601. */
  time: z.string(),
});

export type MoveReply = z.output<typeof moveSchema>;

export const movesQuerySchema = z.object({
  limit: z.number().int().min(1).max(300).default(100),
  from: z.string().max(64).optional(),
  to: z.string().max(64).optional(),
  cause: causeSchema.optional(),
});
export const movesSchema = z.object({ names: z.record(z.string(), z.string()), items: z.array(moveSchema) });
export type MovesReply = z.output<typeof movesSchema>;

export const pathSchema = z.object({
  names: z.record(z.string(), z.string()),
  /** Oldest first; the first of a long path may be missing. */
  items: z.array(z.object({ segment: z.string(), cause: causeSchema, modelVersion: z.string(), time: z.string() })),
});
export type PathReply = z.output<typeof pathSchema>;

export const customerSearchQuerySchema = z.object({ search: z.string().trim().min(1).max(128), limit: z.number().int().min(1).max(50).default(10) });
export const customerSearchSchema = z.object({
  items: z.array(z.object({ customerId: z.string(), segment: z.string() })),
  /** Whether everybody was looked at. */
  complete: z.boolean(),
});
export type CustomerSearchReply = z.output<typeof customerSearchSchema>;

/** The columns of everybody within a rectangle, as CSV: these, the features of the model, and the days (UTC) of their purchases. */
export const SELECTION_IDS = ["customerId", "segment", "segmentName"] as const;
export const SELECTION_DATES = ["firstPurchase", "lastPurchase"] as const;

/** A rectangle on the map: axes are `pc1`, `pc2` or the name of a feature, in natural units. */
export const mapSelectionQuerySchema = z.object({
  x: z.string().max(64).default("pc1"),
  y: z.string().max(64).default("pc2"),
  xMin: z.number(),
  xMax: z.number(),
  yMin: z.number(),
  yMax: z.number(),
});
