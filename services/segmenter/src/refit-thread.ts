import type { AssociationInput } from "@segue/shared/associations/association-input";
import type { Associations } from "@segue/shared/associations/associations";
import type { RefitInput, RefitResult } from "@segue/shared/segmentation/refit/refit-input";
import type { Closeable } from "@segue/platform/lifecycle";
import { createWorkerJobs } from "@segue/platform/worker-jobs";

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
  /** Takes the input's buffer with it. One at a time; `null` where it is closed before. */
  fit(job: RefitJob): Promise<Fitted | null>;
}

export function createRefitThread(): RefitThread {
  const jobs = createWorkerJobs<RefitJob, Fitted>(new URL("./refit-worker.js", import.meta.url));
  return { fit: (job) => jobs.run(job, [job.input.values.buffer as ArrayBuffer]), close: () => jobs.close() };
}
