import { z } from "zod";
import { attributeValueSchema, attributesShape } from "../events/customer.ts";
import { idSchema, timeSchema } from "../events/envelope.ts";
import { eventSchema } from "../events/index.ts";
import { productSchema, productShape } from "../events/product.ts";
import { rejectedSchema } from "./problem.ts";

/** Where in the log something stands, e.g. `0:1742`; for several partitions joined by commas. Opaque to clients. */
export const positionSchema = z.string().regex(/^\d+:\d+(,\d+:\d+)*$/);

export const acceptedSchema = z.object({ accepted: z.number().int(), rejected: z.array(rejectedSchema), position: positionSchema });
export const positionReplySchema = z.object({ position: positionSchema });

/** One element, an array of them, or a line for each. */
const elementsBody = (element: z.ZodType) => ({
  content: { "application/json": { schema: z.union([element, z.array(element)]) }, "application/x-ndjson": { schema: z.string() } },
});
export const eventsBody = elementsBody(eventSchema);
export const productsBody = elementsBody(productSchema);

export const idParamsSchema = z.object({ id: idSchema });

/** `time` is when the attributes were true; left out, now. */
export const customerPatchSchema = z.object({ time: timeSchema.optional(), ...attributesShape }).catchall(attributeValueSchema);

export const productBodySchema = z.strictObject(productShape);

export const deadLetterSchema = z.object({
  /** `<partition>-<offset>` of the refused record. */
  id: z.string(),
  topic: z.string(),
  partition: z.number().int(),
  offset: z.number().int(),
  code: z.string(),
  message: z.string(),
  /** When the record came in, ISO 8601. */
  time: z.string(),
  key: z.string(),
  /** The record's bytes, base64. */
  value: z.string(),
});
export type DeadLetter = z.infer<typeof deadLetterSchema>;

export const deadLettersQuerySchema = z.object({ limit: z.number().int().min(1).max(500).default(50) });
export const deadLettersSchema = z.object({ total: z.number().int(), items: z.array(deadLetterSchema) });
