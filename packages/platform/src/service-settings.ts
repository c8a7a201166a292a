import { z } from "zod";
import { CLOCKS } from "./clock.ts";
import { integer } from "./config.ts";
import { httpSettings } from "./http/http-settings.ts";
import type { TopicRetention } from "./kafka/topic-plan.ts";
import { LOG_LEVELS } from "./logger.ts";

const oneOf = (names: readonly [string, ...string[]]): string => `must be one of ${names.join(", ")}`;

/** What every service is told by the environment, with the defaults; the README lists all of it for people. */
export const serviceSettings = {
  ...httpSettings,
  SEGUE_CLOCK: z.enum(CLOCKS, { error: oneOf(CLOCKS) }).default("wall"),
  SEGUE_LOG_LEVEL: z.enum(LOG_LEVELS, { error: oneOf(LOG_LEVELS) }).default("warn"),
  /** 0 keeps events for ever. */
  SEGUE_EVENTS_RETENTION_DAYS: integer(0, 36_500, 0),
  SEGUE_UPDATES_RETENTION_DAYS: integer(1, 36_500, 30),
};

export type ServiceSettings = Readonly<z.infer<z.ZodObject<typeof serviceSettings>>>;

/** Of services that keep their state in memory. */
export const snapshotSettings = {
  SEGUE_DATA: z.string().min(1, { error: "must name a folder" }).default("data"),
  SEGUE_SNAPSHOT_SECONDS: integer(1, 3600, 20),
};

/** What topics that have to be created are given. */
export function retentionOf(settings: Pick<ServiceSettings, "SEGUE_EVENTS_RETENTION_DAYS" | "SEGUE_UPDATES_RETENTION_DAYS">): TopicRetention {
  return { eventsDays: settings.SEGUE_EVENTS_RETENTION_DAYS, updatesDays: settings.SEGUE_UPDATES_RETENTION_DAYS };
}
