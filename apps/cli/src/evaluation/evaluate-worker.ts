import { parentPort, workerData } from "node:worker_threads";
import { trackAssociations } from "@segue/shared/evaluation/association-track";
import type { BasketLog } from "@segue/shared/evaluation/basket-log";
import { createMethod } from "@segue/shared/evaluation/methods";
import type { RunName } from "@segue/shared/evaluation/methods";
import { createPast } from "@segue/shared/evaluation/past";
import type { Protocol } from "@segue/shared/evaluation/protocol";
import { replay } from "@segue/shared/evaluation/replay";
import type { Tracks } from "@segue/shared/evaluation/replayed-shop";
import { trackSegments } from "@segue/shared/evaluation/segment-track";
import type { Segmentation } from "@segue/shared/segmentation/model";
import type { NamingTable } from "@segue/shared/segmentation/naming/naming-table";

/** What a thread is to do with a log: find the segments or what goes together, or run a method. */
export type Job =
  | { readonly type: "segments"; readonly log: BasketLog; readonly segmentation: Segmentation; readonly naming: NamingTable }
  | { readonly type: "associations"; readonly log: BasketLog }
  | { readonly type: "method"; readonly name: RunName; readonly log: BasketLog; readonly protocol: Protocol; readonly tracks: Tracks };

function run(job: Job): unknown {
  const onProgress = (baskets: number): void => parentPort?.postMessage({ type: "progress", baskets });
  if (job.type === "segments") return trackSegments(job.log, { segmentation: job.segmentation, naming: job.naming, onProgress });
  if (job.type === "associations") return trackAssociations(job.log, onProgress);
  const { log, protocol, tracks } = job;
  const past = createPast(log);
  return replay(past, createMethod(job.name, past, { protocol, ...tracks }), { protocol, clock: () => performance.now(), onProgress });
}

parentPort?.postMessage({ type: "result", result: run(workerData as Job) });
