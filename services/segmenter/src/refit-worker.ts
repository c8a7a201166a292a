import { parentPort } from "node:worker_threads";
import { fitAssociations } from "@segue/shared/associations/fit-associations";
import { refit } from "@segue/shared/segmentation/refit/refit";
import type { Fitted, RefitJob } from "./refit-thread.ts";

/** Refits beside the stream: one input in, one result out. */
parentPort?.on("message", (job: RefitJob) => parentPort?.postMessage(fitted(job)));

function fitted({ input, purchases }: RefitJob): Fitted {
  const result = refit(input);
  return { result, associations: purchases === null || result.kind === "not-enough" ? null : fitAssociations(purchases) };
}
