import { z } from "zod";
import { idSchema } from "./envelope.ts";
import { unitPriceSchema } from "./purchase.ts";

export const productShape = {
  title: z.string().max(512).optional(),
  category: z.string().max(128).optional(),
  price: unitPriceSchema.optional(),
  /** `false` while out of stock; such products are not recommended. */
  available: z.boolean().optional(),
  /** `true` for products that must never be recommended. */
  hidden: z.boolean().optional(),
  attributes: z.record(z.string().max(64), z.union([z.number(), z.string().max(512), z.boolean()])).optional(),
};

/** A catalogue entry as the `products` topic holds it: an upsert of the whole product. */
export const productSchema = z.strictObject({ version: z.literal(1).optional(), productId: idSchema, ...productShape });
export type Product = z.infer<typeof productSchema>;
