import { z } from "zod";
import { fraction, fractionOrAuto, readConfig } from "@segue/platform/config";
import { serviceSettings, snapshotSettings } from "@segue/platform/service-settings";
import type { Sampling } from "./sampling.ts";
import { affordableSampling, fixedSampling, processUsage } from "./sampling.ts";

/** The recommender's environment variables, with their defaults. */
export const recommenderSettings = {
  ...serviceSettings,
  ...snapshotSettings,
  /** What to do when there is no snapshot and the log no longer begins at its beginning. */
  SEGUE_UPDATES_GAP: z.enum(["stop", "continue"], { error: "must be stop or continue" }).default("stop"),
  /** Share of the orders that are predicted before they are learnt; 0 for none, `auto` for as many as take less than a tenth of the CPU. */
  SEGUE_QUALITY_SAMPLING: fractionOrAuto(),
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
  /** Which orders are predicted before they are learnt. */
  readonly sampling: Sampling;
  /** Share of the lists that are recorded, 0 to 1. */
  readonly servedSampling: number;
}

/** The same out of the settings. */
export function servingOf(settings: Pick<RecommenderSettings, "SEGUE_UPDATES_GAP" | "SEGUE_QUALITY_SAMPLING" | "SEGUE_SERVED_SAMPLING">): ServingOptions {
  const share = settings.SEGUE_QUALITY_SAMPLING;
  const sampling = share === "auto" ? affordableSampling(processUsage) : fixedSampling(share);
  return { skipGap: settings.SEGUE_UPDATES_GAP === "continue", sampling, servedSampling: settings.SEGUE_SERVED_SAMPLING };
}
