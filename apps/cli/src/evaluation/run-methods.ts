import { Worker } from "node:worker_threads";
import { readNamingFile } from "@segue/platform/naming-file";
import type { AssociationTrack } from "@segue/shared/evaluation/association-track";
import type { BasketLog } from "@segue/shared/evaluation/basket-log";
import { basketCount } from "@segue/shared/evaluation/basket-log";
import type { RunName } from "@segue/shared/evaluation/methods";
import type { Protocol } from "@segue/shared/evaluation/protocol";
import type { Outcomes } from "@segue/shared/evaluation/replay";
import type { SegmentTrack } from "@segue/shared/evaluation/segment-track";
import { SEGMENTATIONS } from "@segue/shared/segmentation/model";
import type { Job } from "./evaluate-worker.ts";

export interface Run {
  readonly log: BasketLog;
  readonly protocol: Protocol;
  readonly names: readonly RunName[];
  /** Threads at a time. */
  readonly threads: number;
  /** Told the share of all work that is done, 0 to 1. */
  readonly onProgress: (share: number) => void;
}

export interface Ran {
  readonly track: SegmentTrack;
  readonly outcomes: ReadonlyMap<RunName, Outcomes>;
}

/** Finds the segments and what goes together first, which methods ask for, then runs each method in a thread of its own. */
export async function runMethods({ log, protocol, names, threads, onProgress }: Run): Promise<Ran> {
  const done = new Map<string, number>();
  const total = (names.length + SEGMENTATIONS.length + 1) * basketCount(log);
  const progressOf = (name: string) => (baskets: number) => {
    done.set(name, baskets);
    onProgress([...done.values()].reduce((sum, each) => sum + each, 0) / total);
  };
  const naming = readNamingFile();
  const tracks = SEGMENTATIONS.map((segmentation) => inThread({ type: "segments", log, segmentation, naming }, progressOf(segmentation)) as Promise<SegmentTrack>);
  const together = inThread({ type: "associations", log }, progressOf("associations")) as Promise<AssociationTrack>;
  const [[track, tastes], associations] = await Promise.all([Promise.all(tracks) as Promise<[SegmentTrack, SegmentTrack]>, together]);
  const found = new Map<RunName, Outcomes>();
  const waiting = [...names];
  const lane = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      found.set(name, (await inThread({ type: "method", log, protocol, track, tastes, associations, name }, progressOf(name))) as Outcomes);
      progressOf(name)(basketCount(log));
    }
  };
  await Promise.all(Array.from({ length: threads }, lane));
  return { track, outcomes: new Map(names.map((name) => [name, found.get(name) as Outcomes])) };
}

const WORKER = new URL("./evaluate-worker.js", import.meta.url);

type Message = { readonly type: "progress"; readonly baskets: number } | { readonly type: "result"; readonly result: unknown };

function inThread(job: Job, onProgress: (baskets: number) => void): Promise<unknown> {
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
