import { z } from "zod";
import { AppError } from "@segue/shared/errors";
import { ingestSettings } from "@segue/ingest/settings";
import { recommenderSettings } from "@segue/recommender/settings";
import { inSegmentRange, segmenterSettings } from "@segue/segmenter/settings";
import { readConfig } from "@segue/platform/config";

/** The embedded system is told what its services are. */
const settingsSchema = z.object({ ...ingestSettings, ...segmenterSettings, ...recommenderSettings });

export type Settings = Readonly<z.infer<typeof settingsSchema>>;

/** The settings that have an option on the command line. */
const OPTIONS = { SEGUE_DATA: "--data", SEGUE_PORT: "--port", SEGUE_CLOCK: "--clock" } as const;
type WithOption = keyof typeof OPTIONS;

/** What the command line says goes before the environment. */
export type SettingOverrides = Readonly<Partial<Record<WithOption, string | undefined>>>;

/** @throws AppError `bad_setting` naming the variable, its value and what is allowed; `usage` likewise for an option. */
export function readSettings(env: NodeJS.ProcessEnv, overrides: SettingOverrides = {}): Settings {
  const given = Object.fromEntries(Object.entries(overrides).flatMap(([name, value]) => (value === undefined ? [] : [[name as WithOption, value] as const])));
  for (const [name, value] of Object.entries(given)) checkOption(name as WithOption, value);
  const all = { ...env, ...given };
  return inSegmentRange(readConfig(settingsSchema, all), all);
}

function checkOption(name: WithOption, value: string): void {
  const parsed = settingsSchema.shape[name].safeParse(value);
  if (!parsed.success) throw new AppError("usage", `${OPTIONS[name]} is ${JSON.stringify(value)}: ${parsed.error.issues[0]?.message ?? "is not valid"}`);
}
