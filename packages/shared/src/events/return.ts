import { z } from "zod";
import { currencySchema, envelopeShape, idSchema, timeSchema } from "./envelope.ts";
import { MAX_LINES, quantitySchema, unitPriceSchema } from "./purchase.ts";

export const returnSchema = z.strictObject({
  type: z.literal("return"),
  ...envelopeShape,
  orderId: idSchema,
  currency: currencySchema.optional(),
  /** When the goods were bought; left out, the item's last purchase is meant. */
  purchaseTime: timeSchema.optional(),
  items: z
    .array(z.strictObject({ productId: idSchema, quantity: quantitySchema, unitPrice: unitPriceSchema.optional() }))
    .min(1)
    .max(MAX_LINES),
});

export type Return = z.infer<typeof returnSchema>;
