import { z } from "zod";
import { readConfig } from "@segue/platform/config";
import { serviceSettings } from "@segue/platform/service-settings";

/** Ingest's environment variables, with their defaults. */
export const ingestSettings = {
  ...serviceSettings,
  SEGUE_CURRENCY: z.string().regex(/^[A-Z]{3}$/, { error: "must be an ISO 4217 code such as GBP" }).default("GBP"),
};

export type IngestSettings = Readonly<z.infer<z.ZodObject<typeof ingestSettings>>>;

/** @throws AppError `bad_setting` naming the variable, its value and what is allowed */
export function readIngestSettings(env: Readonly<Record<string, string | undefined>>): IngestSettings {
  return readConfig(z.object(ingestSettings), env);
}
