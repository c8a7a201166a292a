import { parentPort } from "node:worker_threads";
import { fitRanker } from "@segue/shared/ranker/fit-ranker";
import type { Lessons } from "@segue/shared/recommendation/model/lesson-columns";
import { examplesIn } from "@segue/shared/recommendation/model/lessons";

/** Fits a ranker beside the stream: lessons in, trees out. */
parentPort?.on("message", (lessons: Lessons) => parentPort?.postMessage(fitRanker(examplesIn(lessons))));
