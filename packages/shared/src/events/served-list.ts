import { z } from "zod";
import { isInSample } from "../customers/hash.ts";
import { LIST_NAMES } from "../list-names.ts";
import { idSchema } from "./envelope.ts";

/**
 * The `recommendations-served` topic (public), JSON, written by the recommender: one record per sampled list that it answered with, keyed by
 * customerId, as the customer's events are, and by recommendationId where nobody was named. A reply that is given again within seconds
 * has the same recommendationId and is not recorded again.
 */
export const servedListSchema = z.object({
  schema: z.literal(1),
  recommendationId: z.string(),
  /** `null` for guests. */
  customerId: idSchema.nullable(),
  strategy: z.enum(LIST_NAMES),
  segmentId: z.string().nullable(),
  modelVersion: z.string().nullable(),
  /** Epoch milliseconds, in stream time. */
  time: z.number().int(),
  /** Share of the lists that were recorded then: one record stands for 1 / sampling lists. */
  sampling: z.number().gt(0).max(1),
  /** Best first. */
  items: z.array(z.object({ productId: idSchema, reason: z.string().meta({ description: "kind of the reason that was given" }) })),
});
export type ServedList = z.output<typeof servedListSchema>;

/** Other hashes of ids are started from other seeds. */
const SEED = 29;

/** Whether a list is among the share `sampling` that is recorded: by the hash of its id, so that anybody can tell. */
export function isServedSampled(recommendationId: string, sampling: number): boolean {
  return isInSample(recommendationId, sampling, SEED);
}
