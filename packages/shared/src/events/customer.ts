import { z } from "zod";
import { envelopeShape } from "./envelope.ts";

export const MAX_ATTRIBUTES = 64;

export const attributeValueSchema = z.union([z.number(), z.string().max(256), z.boolean(), z.null()]);
/** `null` removes an attribute. */
export type AttributeValue = z.infer<typeof attributeValueSchema>;

/** What is known of a customer; the named attributes have meaning to segmentation, others are kept and may be configured as features. */
export const attributesShape = {
  age: z.number().min(0).max(130).nullable().optional(),
  gender: z.string().max(64).nullable().optional(),
  annualIncome: z.number().min(0).max(1e12).nullable().optional(),
  spendingScore: z.number().min(0).max(100).nullable().optional(),
};

export const profileSchema = z.object({ type: z.literal("profile"), ...envelopeShape, ...attributesShape }).catchall(attributeValueSchema);

/** A patch: per attribute the latest event time wins. */
export type Profile = z.infer<typeof profileSchema>;

/** Forget this customer everywhere. */
export const eraseSchema = z.strictObject({ type: z.literal("erase"), ...envelopeShape });
