import { Worker } from "node:worker_threads";
import type { RefitInput, RefitResult } from "@segue/shared/segmentation/refit/refit-input";
import type { Closeable } from "@segue/platform/lifecycle";

/** Where refits are done. */
export interface RefitThread extends Closeable {
  /** Takes the input's buffer with it. One at a time; what is under way at the close never ends. */
  fit(input: RefitInput): Promise<RefitResult>;
}

/** A worker for each refit, which gives its memory back when it is done. */
export function createRefitThread(): RefitThread {
  let worker: Worker | null = null;
  return {
    async fit(input) {
      const running = new Worker(new URL("./refit-worker.js", import.meta.url));
      worker = running;
      try {
        return await new Promise<RefitResult>((resolve, reject) => {
          running.once("message", resolve);
          running.once("error", reject);
          running.postMessage(input, [input.values.buffer as ArrayBuffer]);
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
