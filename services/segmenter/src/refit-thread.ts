import { Worker } from "node:worker_threads";
import type { AssociationInput } from "@segue/shared/associations/association-input";
import type { Associations } from "@segue/shared/associations/associations";
import type { RefitInput, RefitResult } from "@segue/shared/segmentation/refit/refit-input";
import type { Closeable } from "@segue/platform/lifecycle";

export interface RefitJob {
  readonly input: RefitInput;
  /** What to tell from which products go together, `null` where that is not asked. */
  readonly purchases: AssociationInput | null;
}

export interface Fitted {
  readonly result: RefitResult;
  /** `null` where it was not asked for, or there were too few customers. */
  readonly associations: Associations | null;
}

/** Where refits are done. */
export interface RefitThread extends Closeable {
  /** Takes the input's buffer with it. One at a time; what is under way at the close never ends. */
  fit(job: RefitJob): Promise<Fitted>;
}

/** A worker for each refit, which gives its memory back when it is done. */
export function createRefitThread(): RefitThread {
  let worker: Worker | null = null;
  return {
    async fit(job) {
      const running = new Worker(new URL("./refit-worker.js", import.meta.url));
      worker = running;
      try {
        return await new Promise<Fitted>((resolve, reject) => {
          running.once("message", resolve);
          running.once("error", reject);
          running.postMessage(job, [job.input.values.buffer as ArrayBuffer]);
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
