import { z } from "zod";
import { fraction, readConfig } from "@segue/platform/config";
import { serviceSettings, snapshotSettings } from "@segue/platform/service-settings";
import { QUALITY_SAMPLING } from "./quality.ts";

/** The recommender's environment variables, with their defaults. */
export const recommenderSettings = {
  ...serviceSettings,
  ...snapshotSettings,
  /** What to do when there is no snapshot and the log no longer begins at its beginning. */
  SEGUE_UPDATES_GAP: z.enum(["stop", "continue"], { error: "must be stop or continue" }).default("stop"),
  /** Share of the orders that are predicted before they are learnt; 0 for none. */
  SEGUE_QUALITY_SAMPLING: fraction(QUALITY_SAMPLING),
  /** Share of the lists that go to `recommendations-served`; 0 for none. */
  SEGUE_SERVED_SAMPLING: fraction(0.1),
};

export type RecommenderSettings = Readonly<z.infer<z.ZodObject<typeof recommenderSettings>>>;

/** @throws AppError `bad_setting` naming the variable, its value and what is allowed */
export function readRecommenderSettings(env: NodeJS.ProcessEnv): RecommenderSettings {
  return readConfig(z.object(recommenderSettings), env);
}

/** How a recommender is to work. */
export interface ServingOptions {
  /** Whether to begin with what the log still holds where its beginning is gone and no snapshot makes up for it. */
  readonly skipGap: boolean;
  /** Share of the orders that are predicted before they are learnt, 0 to 1. */
  readonly qualitySampling: number;
  /** Share of the lists that are recorded, 0 to 1. */
  readonly servedSampling: number;
}

/** The same out of the settings. */
export function servingOf(settings: Pick<RecommenderSettings, "SEGUE_UPDATES_GAP" | "SEGUE_QUALITY_SAMPLING" | "SEGUE_SERVED_SAMPLING">): ServingOptions {
  return { skipGap: settings.SEGUE_UPDATES_GAP === "continue", qualitySampling: settings.SEGUE_QUALITY_SAMPLING, servedSampling: settings.SEGUE_SERVED_SAMPLING };
}
