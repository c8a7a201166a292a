import { Worker } from "node:worker_threads";
import type { Closeable } from "./lifecycle.ts";

/** Work done beside the thread that asks for it, one job at a time. */
export interface WorkerJobs<Job, Result> extends Closeable {
  /** Takes the buffers of `transfer` with it; `null` where it is closed before the work is done. */
  run(job: Job, transfer: readonly ArrayBuffer[]): Promise<Result | null>;
}

/** A worker for each job, which gives its memory back when it is done: `file` answers one message with one. */
export function createWorkerJobs<Job, Result>(file: URL): WorkerJobs<Job, Result> {
  let worker: Worker | null = null;
  return {
    async run(job, transfer) {
      const running = new Worker(file);
      worker = running;
      try {
        return await new Promise<Result | null>((resolve, reject) => {
          running.once("message", resolve);
          running.once("error", reject);
          running.once("exit", () => resolve(null));
          running.postMessage(job, transfer);
        });
      } finally {
        worker = null;
        await running.terminate();
      }
    },
    async close() {
      await worker?.terminate();
    },
  };
}
