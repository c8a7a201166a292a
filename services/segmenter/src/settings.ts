import { z } from "zod";
import { FEATURE_NAMES, PROFILE_PREFIX, featureNamed } from "@segue/shared/customers/features";
import type { Feature } from "@segue/shared/customers/features";
import { SEGMENTATIONS } from "@segue/shared/segmentation/model";
import type { Segmentation } from "@segue/shared/segmentation/model";
import type { NamingTable } from "@segue/shared/segmentation/naming/naming-table";
import type { KRange } from "@segue/shared/segmentation/refit/refit-input";
import { integer, readConfig } from "@segue/platform/config";
import { DEFAULT_NAMING_FILE, readNamingFile } from "@segue/platform/naming-file";
import { serviceSettings, snapshotSettings } from "@segue/platform/service-settings";

const featureList = z
  .string()
  .transform((text) => text.split(",").map((name) => name.trim()))
  .refine((names) => names.every((name) => featureNamed(name) !== undefined) && new Set(names).size === names.length, {
    error: `must be a comma-separated list out of ${FEATURE_NAMES.join(", ")}, and ${PROFILE_PREFIX}NAME for any other number of the profile`,
  });

/** The segmenter's environment variables, with their defaults. */
export const segmenterSettings = {
  ...serviceSettings,
  ...snapshotSettings,
  SEGUE_FEATURES: featureList.default(["recency", "frequency", "monetary"]),
  SEGUE_SEGMENTS_MIN: integer(2, 12, 4),
  SEGUE_SEGMENTS_MAX: integer(2, 12, 8),
  SEGUE_REFIT_DAYS: integer(1, 365, 7),
  SEGUE_TASTES: z.enum(["on", "off"], { error: "must be on or off" }).default("on"),
  SEGUE_SEGMENT_NAMES: z.string().min(1, { error: "must name a YAML file" }).default(DEFAULT_NAMING_FILE),
};

export type SegmenterSettings = Readonly<z.infer<z.ZodObject<typeof segmenterSettings>>>;

/** @throws AppError `bad_setting` naming the variable, its value and what is allowed */
export function readSegmenterSettings(env: NodeJS.ProcessEnv): SegmenterSettings {
  return inSegmentRange(readConfig(z.object(segmenterSettings), env), env);
}

/** With fewest segments that do not exceed the most. @throws AppError `bad_setting` where the environment says otherwise */
export function inSegmentRange<S extends Pick<SegmenterSettings, "SEGUE_SEGMENTS_MIN" | "SEGUE_SEGMENTS_MAX">>(settings: S, env: NodeJS.ProcessEnv): S {
  const { SEGUE_SEGMENTS_MIN: min, SEGUE_SEGMENTS_MAX: max } = settings;
  if (min <= max) return settings;
  return Object.freeze({ ...settings, ...readConfig(z.object({ SEGUE_SEGMENTS_MIN: integer(2, max, 2) }), env) });
}

export interface SegmentationSettings {
  readonly features: readonly Feature[];
  readonly kRange: KRange;
  readonly refitDays: number;
  readonly naming: NamingTable;
  /** Whether there are segments of tastes as well. */
  readonly tastes: boolean;
}

/** What customers are segmented by. */
export const segmentationsOf = ({ SEGUE_TASTES }: Pick<SegmenterSettings, "SEGUE_TASTES">): readonly Segmentation[] => SEGMENTATIONS.filter((segmentation) => segmentation === "behaviour" || SEGUE_TASTES === "on");

/** What the stream side of the segmenter is told by its settings. @throws AppError `bad_segment_names` */
export function segmentationOf(settings: SegmenterSettings): SegmentationSettings {
  return {
    features: settings.SEGUE_FEATURES.flatMap((name) => featureNamed(name) ?? []),
    kRange: { min: settings.SEGUE_SEGMENTS_MIN, max: settings.SEGUE_SEGMENTS_MAX },
    refitDays: settings.SEGUE_REFIT_DAYS,
    naming: readNamingFile(settings.SEGUE_SEGMENT_NAMES),
    tastes: settings.SEGUE_TASTES === "on",
  };
}
