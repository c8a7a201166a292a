import { z } from "zod";

export const readyCheckSchema = z.object({
  name: z.string(),
  ready: z.boolean(),
  /** What it waits for, in words. */
  detail: z.string(),
});
export type ReadyCheck = z.infer<typeof readyCheckSchema>;

export const readySchema = z.object({ ready: z.boolean(), checks: z.array(readyCheckSchema) });
