import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "@segue/shared/errors";
import type { Settings } from "./settings.ts";

/** Where the log and the state lie. */
export const storePath = (settings: Settings): string => join(settings.SEGUE_DATA, "store");

/** Where a service keeps its snapshot. */
export const snapshotPath = (settings: Settings, service: "segmenter" | "recommender"): string => join(settings.SEGUE_DATA, `${service}.snapshot`);

/** @throws AppError `data_folder_unusable` naming the folder, the cause and the fix. */
export function makeDataFolder(settings: Settings): void {
  try {
    mkdirSync(settings.SEGUE_DATA, { recursive: true });
  } catch (error) {
    const cause = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new AppError("data_folder_unusable", `the data folder ${settings.SEGUE_DATA} cannot be made (${cause}): name a writable one with --data or SEGUE_DATA`, { cause: error });
  }
}
