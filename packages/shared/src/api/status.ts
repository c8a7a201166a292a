import { z } from "zod";
import { readyCheckSchema } from "./system.ts";

const troubleSchema = z.object({
  /** Wall time, ISO 8601. */
  time: z.string(),
  level: z.enum(["warn", "error", "fatal"]),
  message: z.string(),
});
export type Trouble = z.output<typeof troubleSchema>;

export const statusSchema = z.object({
  /** `segue` where all services are one process. */
  service: z.string(),
  version: z.string(),
  startedAt: z.string(),
  /** Wall time of this machine. */
  now: z.string(),
  memory: z.object({ residentBytes: z.number(), heapBytes: z.number() }),
  checks: z.array(readyCheckSchema),
  /** Records that readers have still to apply. */
  lag: z.array(z.object({ group: z.string(), topic: z.string(), records: z.number() })),
  /** What the log said that is not as it should be, newest first. */
  troubles: z.array(troubleSchema),
});
export type StatusReply = z.output<typeof statusSchema>;
