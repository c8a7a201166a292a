import { z } from "zod";
import { readConfig } from "@segue/platform/config";
import { serviceSettings, snapshotSettings } from "@segue/platform/service-settings";

/** The recommender's environment variables, with their defaults. */
export const recommenderSettings = { ...serviceSettings, ...snapshotSettings };

export type RecommenderSettings = Readonly<z.infer<z.ZodObject<typeof recommenderSettings>>>;

/** @throws AppError `bad_setting` naming the variable, its value and what is allowed */
export function readRecommenderSettings(env: NodeJS.ProcessEnv): RecommenderSettings {
  return readConfig(z.object(recommenderSettings), env);
}
