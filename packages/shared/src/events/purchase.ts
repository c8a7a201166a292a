import { z } from "zod";
import { currencySchema, envelopeShape, idSchema } from "./envelope.ts";

/** Most lines in one order or return. */
export const MAX_LINES = 5_000;
export const MAX_QUANTITY = 1_000_000;
/** In major units of the currency. */
export const MAX_UNIT_PRICE = 10_000_000;

export const quantitySchema = z.number().positive().max(MAX_QUANTITY);
export const unitPriceSchema = z.number().min(0).max(MAX_UNIT_PRICE);

export const purchaseSchema = z.strictObject({
  type: z.literal("purchase"),
  ...envelopeShape,
  orderId: idSchema,
  currency: currencySchema.optional(),
  items: z
    .array(z.strictObject({ productId: idSchema, quantity: quantitySchema, unitPrice: unitPriceSchema }))
    .min(1)
    .max(MAX_LINES),
});

/** One order: all its lines in one event. */
export type Purchase = z.infer<typeof purchaseSchema>;
