import { Worker } from "node:worker_threads";
import { readNamingFile } from "@segue/platform/naming-file";
import type { AssociationTrack } from "@segue/shared/evaluation/association-track";
import type { BasketLog } from "@segue/shared/evaluation/basket-log";
import type { Tracks } from "@segue/shared/evaluation/replayed-shop";
import type { SegmentTrack } from "@segue/shared/evaluation/segment-track";
import type { Segmentation } from "@segue/shared/segmentation/model";
import type { Job } from "./evaluate-worker.ts";

/** Jobs of {@link findTracks}. */
export const TRACK_JOBS = 3;

/** Turns the baskets that each of several jobs, by name, is through with into the share of all work that is done, 0 to 1. */
export function jointProgress(total: number, onProgress: (share: number) => void): (name: string) => (baskets: number) => void {
  const done = new Map<string, number>();
  return (name) => (baskets) => {
    done.set(name, baskets);
    onProgress([...done.values()].reduce((sum, each) => sum + each, 0) / total);
  };
}

/** Runs a job once there is room for it. */
export type Start = (job: Job, name: string) => Promise<unknown>;

/** Finds the segments and what goes together, basket by basket, in a job each. What takes longest is started first. */
export async function findTracks(log: BasketLog, start: Start): Promise<Tracks> {
  const naming = readNamingFile();
  const segments = (segmentation: Segmentation): Promise<SegmentTrack> => start({ type: "segments", log, segmentation, naming }, segmentation) as Promise<SegmentTrack>;
  const found = [start({ type: "associations", log }, "associations") as Promise<AssociationTrack>, segments("taste"), segments("behaviour")] as const;
  const [associations, tastes, track] = await Promise.all(found);
  return { track, tastes, associations };
}

const WORKER = new URL("./evaluate-worker.js", import.meta.url);

type Message = { readonly type: "progress"; readonly baskets: number } | { readonly type: "result"; readonly result: unknown };

/** Runs a job in a thread of its own. */
export function inThread(job: Job, onProgress: (baskets: number) => void): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, { workerData: job });
    worker.on("message", (message: Message) => {
      if (message.type === "progress") onProgress(message.baskets);
      else resolve(message.result);
    });
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error(`the thread for ${nameOf(job)} ended without a result`)));
  });
}

function nameOf(job: Job): string {
  if (job.type === "segments") return `${job.segmentation} segments`;
  return job.type === "method" ? job.name : job.type;
}
