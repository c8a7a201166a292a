import { z } from "zod";
import type { RejectCode } from "../errors.ts";

/** One element of a batch that was refused. */
export const rejectedSchema = z.object({
  /** Position in the batch, from 0. */
  index: z.number().int(),
  code: z.string(),
  message: z.string(),
});
export interface Rejected {
  readonly index: number;
  readonly code: RejectCode;
  readonly message: string;
}

/** RFC 9457 problem document; `code` is stable, `detail` is for people. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  rejected: z.array(rejectedSchema).optional(),
});
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly rejected?: readonly Rejected[];
}
