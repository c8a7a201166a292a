import { z } from "zod";
import { readConfig } from "@segue/platform/config";
import { serviceSettings, snapshotSettings } from "@segue/platform/service-settings";

/** The recommender's environment variables, with their defaults. */
export const recommenderSettings = {
  ...serviceSettings,
  ...snapshotSettings,
  /** What to do when there is no snapshot and the log no longer begins at its beginning. */
  SEGUE_UPDATES_GAP: z.enum(["stop", "continue"], { error: "must be stop or continue" }).default("stop"),
};

export type RecommenderSettings = Readonly<z.infer<z.ZodObject<typeof recommenderSettings>>>;

/** @throws AppError `bad_setting` naming the variable, its value and what is allowed */
export function readRecommenderSettings(env: NodeJS.ProcessEnv): RecommenderSettings {
  return readConfig(z.object(recommenderSettings), env);
}
