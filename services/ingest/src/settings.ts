import { z } from "zod";
import { integer, readConfig } from "@segue/platform/config";
import { serviceSettings } from "@segue/platform/service-settings";

/** Ingest's environment variables, with their defaults. */
export const ingestSettings = {
  ...serviceSettings,
  /** Percent of a partition's latest records that may be poison before it is halted; 0 for no bound. */
  SEGUE_POISON_PERCENT: integer(0, 100, 50),
  /** What to do when the state is gone and the log no longer begins at its beginning. */
  SEGUE_EVENTS_GAP: z.enum(["stop", "continue"], { error: "must be stop or continue" }).default("stop"),
  SEGUE_CURRENCY: z.string().regex(/^[A-Z]{3}$/, { error: "must be an ISO 4217 code such as GBP" }).default("GBP"),
};

export type IngestSettings = Readonly<z.infer<z.ZodObject<typeof ingestSettings>>>;

/** What the stream side of ingest is told by its settings. */
export function intakeOf(settings: IngestSettings): { readonly defaultCurrency: string; readonly poisonPercent: number; readonly skipGap: boolean } {
  return { defaultCurrency: settings.SEGUE_CURRENCY, poisonPercent: settings.SEGUE_POISON_PERCENT, skipGap: settings.SEGUE_EVENTS_GAP === "continue" };
}

/** @throws AppError `bad_setting` naming the variable, its value and what is allowed */
export function readIngestSettings(env: Readonly<Record<string, string | undefined>>): IngestSettings {
  return readConfig(z.object(ingestSettings), env);
}
