import { parentPort } from "node:worker_threads";
import { refit } from "@segue/shared/segmentation/refit/refit";
import type { RefitInput } from "@segue/shared/segmentation/refit/refit-input";

/** Refits beside the stream: one input in, one result out. */
parentPort?.on("message", (input: RefitInput) => parentPort?.postMessage(refit(input)));
