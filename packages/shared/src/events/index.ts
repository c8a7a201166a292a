import { z } from "zod";
import { eraseSchema, profileSchema } from "./customer.ts";
import { purchaseSchema } from "./purchase.ts";
import { returnSchema } from "./return.ts";

/** Everything that can stand on the `events` topic, keyed by customerId. */
export const eventSchema = z.discriminatedUnion("type", [purchaseSchema, returnSchema, profileSchema, eraseSchema]);
export type ShopEvent = z.infer<typeof eventSchema>;

export const EVENT_TYPES = ["purchase", "return", "profile", "erase"] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** The schema of one event type. */
export const eventSchemas = { purchase: purchaseSchema, return: returnSchema, profile: profileSchema, erase: eraseSchema } as const;
