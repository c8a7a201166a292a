import { existsSync, mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { AppError } from "@segue/shared/errors";

/** Where a service keeps its snapshot. */
export const snapshotPath = (dataFolder: string, service: "segmenter" | "tastes" | "recommender"): string => join(dataFolder, `${service}.snapshot`);

/** Where the segmenter keeps those of its two segmentations. */
export const snapshotPaths = (dataFolder: string) => ({ behaviour: snapshotPath(dataFolder, "segmenter"), taste: snapshotPath(dataFolder, "tastes") });

/** Where one of several recommenders keeps its own; they may share a data folder, and then begin with each other's. */
export const replicaSnapshotPath = (dataFolder: string, replica: string): string => join(dataFolder, `recommender-${replica.replaceAll(/[^\w.-]/g, "_")}.snapshot`);

/** @throws AppError `data_folder_unusable` naming the folder, the cause and the fix. */
export function makeDataFolder(dataFolder: string): void {
  try {
    makeFolder(resolve(dataFolder));
  } catch (error) {
    const cause = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new AppError("data_folder_unusable", `the data folder ${dataFolder} cannot be made (${cause}): name a writable one with --data or SEGUE_DATA`, { cause: error });
  }
}

/** Step by step: Node's own recursion never ends where a parent takes no folder, such as /proc, and hides the cause on a read-only disk. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}
