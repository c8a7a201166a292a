import { z } from "zod";

export const salesSchema = z.object({
  productId: z.string(),
  title: z.string().optional(),
  /** Stream time, ISO 8601. */
  asOf: z.string(),
  /** Oldest first, without gaps: weeks of seven days, named by their first day. */
  weeks: z.array(z.object({ week: z.string(), orders: z.number().int(), units: z.number() })),
  /** How many of a segment's customers have bought it, against everybody: 1 is the same. Highest first. */
  segments: z.array(z.object({ id: z.string(), name: z.string(), share: z.number(), lift: z.number() })),
});
export type SalesReply = z.output<typeof salesSchema>;

export const segmentProductsSchema = z.object({
  items: z.array(
    z.object({
      productId: z.string(),
      title: z.string().optional(),
      /** Of the segment's customers. */
      share: z.number(),
      lift: z.number(),
    }),
  ),
});
