import { z } from "zod";

/** What the stream did in one stretch of wall time. */
const activityPointSchema = z.object({
  /** End of the stretch, wall time, ISO 8601. */
  time: z.string(),
  /** Events whose effect reached the segments, a second. */
  eventsPerSecond: z.number(),
  /** Mean time from a record's append to its effect on the segments, milliseconds; `null` where nothing fresh came. */
  freshnessMs: z.number().nullable(),
  /** Published changes of a customer's segment. */
  moves: z.number().int(),
});

export const activitySchema = z.object({
  /** Wall time of the answer: a last point long before it means that nothing has happened since. */
  now: z.string(),
  /** Length of a stretch, seconds. */
  stepSeconds: z.number(),
  /** Oldest first, stretches without an event left out. */
  items: z.array(activityPointSchema),
});
export type ActivityReply = z.output<typeof activitySchema>;
