import { z } from "zod";
import { activitySchema } from "./activity.ts";
import { driftSchema, modelsSchema, segmentsSchema } from "./segments.ts";

/** Says that something is another than before, and may be asked for again. */
const noticeSchema = z.object({ version: z.string() });

/** The server-sent events of `GET /v1/stream` with their data: what a route answers, or that it would answer otherwise now. */
export const streamSchemas = {
  /** As `GET /v1/segments`. */
  segments: segmentsSchema,
  /** As `GET /v1/segments/drift`. */
  drift: driftSchema,
  /** As `GET /v1/models`. */
  models: modelsSchema,
  /** As `GET /v1/activity`, with what was added only. */
  activity: activitySchema,
  /** Of `/v1/segments/moves` and `/v1/segments/flows`. */
  moves: noticeSchema,
  /** Of `/v1/segments/history`. */
  history: noticeSchema,
  /** Of `/v1/segments/map`. */
  map: noticeSchema,
  /** Of `/v1/dead-letters`. */
  "dead-letters": noticeSchema,
} as const;

export type StreamEvent = keyof typeof streamSchemas;
export type StreamData = { readonly [E in StreamEvent]: z.output<(typeof streamSchemas)[E]> };

export const STREAM_EVENTS = Object.keys(streamSchemas) as readonly StreamEvent[];
