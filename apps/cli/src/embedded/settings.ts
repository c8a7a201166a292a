import { z } from "zod";
import { FEATURE_NAMES } from "@segue/shared/customers/features";
import { AppError } from "@segue/shared/errors";
import { CLOCKS } from "@segue/platform/clock";
import { integer, readConfig } from "@segue/platform/config";
import { httpSettings } from "@segue/platform/http/http-settings";
import { LOG_LEVELS } from "@segue/platform/logger";

const oneOf = (names: readonly [string, ...string[]]): string => `must be one of ${names.join(", ")}`;

const featureList = z
  .string()
  .transform((text) => text.split(",").map((name) => name.trim()))
  .refine((names) => names.every((name) => FEATURE_NAMES.includes(name)) && new Set(names).size === names.length, {
    error: `must be a comma-separated list out of ${FEATURE_NAMES.join(", ")}`,
  });

/** The embedded system's environment variables, with their defaults; docs/configuration.md lists them for people. */
const settingsSchema = z.object({
  ...httpSettings,
  SEGUE_DATA: z.string().min(1, { error: "must name a folder" }).default("data"),
  SEGUE_CLOCK: z.enum(CLOCKS, { error: oneOf(CLOCKS) }).default("wall"),
  SEGUE_LOG_LEVEL: z.enum(LOG_LEVELS, { error: oneOf(LOG_LEVELS) }).default("warn"),
  SEGUE_CURRENCY: z.string().regex(/^[A-Z]{3}$/, { error: "must be an ISO 4217 code such as GBP" }).default("GBP"),
  SEGUE_FEATURES: featureList.default(["recency", "frequency", "monetary"]),
  SEGUE_SEGMENTS_MIN: integer(2, 12, 4),
  SEGUE_SEGMENTS_MAX: integer(2, 12, 8),
  SEGUE_REFIT_DAYS: integer(1, 365, 7),
  SEGUE_SNAPSHOT_SECONDS: integer(1, 3600, 20),
  /** 0 keeps events for ever. */
  SEGUE_EVENTS_RETENTION_DAYS: integer(0, 36_500, 0),
  SEGUE_UPDATES_RETENTION_DAYS: integer(1, 36_500, 30),
});

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
  const settings = readConfig(settingsSchema, { ...env, ...given });
  if (settings.SEGUE_SEGMENTS_MIN > settings.SEGUE_SEGMENTS_MAX) {
    return readConfig(settingsSchema.extend({ SEGUE_SEGMENTS_MIN: integer(2, settings.SEGUE_SEGMENTS_MAX, 2) }), { ...env, ...given });
  }
  return settings;
}

function checkOption(name: WithOption, value: string): void {
  const parsed = settingsSchema.shape[name].safeParse(value);
  if (!parsed.success) throw new AppError("usage", `${OPTIONS[name]} is ${JSON.stringify(value)}: ${parsed.error.issues[0]?.message ?? "is not valid"}`);
}
