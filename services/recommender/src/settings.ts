import { z } from "zod";
import { fraction, readConfig } from "@segue/platform/config";
import { serviceSettings, snapshotSettings } from "@segue/platform/service-settings";

/** The recommender's environment variables, with their defaults. */
export const recommenderSettings = {
  ...serviceSettings,
  ...snapshotSettings,
  /** What to do when there is no snapshot and the log no longer begins at its beginning. */
  SEGUE_UPDATES_GAP: z.enum(["stop", "continue"], { error: "must be stop or continue" }).default("stop"),
  /** Share of the lists that go to `recommendations-served`; 0 for none. */
  SEGUE_SERVED_SAMPLING: fraction(0.1),
};

export type RecommenderSettings = Readonly<z.infer<z.ZodObject<typeof recommenderSettings>>>;

/** @throws AppError `bad_setting` naming the variable, its value and what is allowed */
export function readRecommenderSettings(env: NodeJS.ProcessEnv): RecommenderSettings {
  return readConfig(z.object(recommenderSettings), env);
}

/** How lists are to be served, out of the settings. */
export function servingOf({ SEGUE_UPDATES_GAP, SEGUE_SERVED_SAMPLING }: Pick<RecommenderSettings, "SEGUE_UPDATES_GAP" | "SEGUE_SERVED_SAMPLING">): { readonly skipGap: boolean; readonly servedSampling: number } {
  return { skipGap: SEGUE_UPDATES_GAP === "continue", servedSampling: SEGUE_SERVED_SAMPLING };
}
