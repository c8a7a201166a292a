import type { RankerRecord } from "@segue/shared/events/ranker-record";
import type { EventLog } from "@segue/shared/ports/event-log";
import type { Ranker } from "@segue/shared/ranker/forest";
import type { AdoptedRanker } from "@segue/shared/recommendation/model/adopted-ranker";
import { rankerDue } from "@segue/shared/recommendation/model/adopt-ranker";
import type { Lessons } from "@segue/shared/recommendation/model/lesson-columns";
import { copiedLessons } from "@segue/shared/recommendation/model/lessons";
import { toJson } from "@segue/platform/json-bytes";
import type { Closeable } from "@segue/platform/lifecycle";
import type { Logger } from "@segue/platform/logger";
import { every } from "@segue/platform/periodic";
import { createWorkerJobs } from "@segue/platform/worker-jobs";
import type { ServingState } from "./serving-state.ts";

const LOOK_EVERY = 2_000;
/** With more records of `customer-updates` to read, the stream is being caught up with. */
const LARGEST_BACKLOG = 100;
/** A stream that is never caught up with gets its ranker all the same after this long, in milliseconds. */
const PATIENCE = 60_000;

export interface RankerFitsOptions {
  readonly state: ServingState;
  readonly log: Pick<EventLog, "append" | "end">;
  readonly logger: Logger;
}

/**
 * Fits a ranker to what predicted baskets taught whenever one is due, in a worker, and publishes it on `rankers`, from where all recommenders take it. Where several fit
 * one at the same time, each after the first finds another there and drops its own; what slips through does no harm, since the last counts everywhere.
 */
export function startRankerFits({ state, log, logger }: RankerFitsOptions): Closeable {
  const jobs = createWorkerJobs<Lessons, Ranker>(new URL("./ranker-worker.js", import.meta.url));
  let isClosed = false;
  let waitingSince = 0;
  /** What one was published in place of that has not been read back yet. */
  let replaced: AdoptedRanker | null | undefined;

  const isCalm = async (): Promise<boolean> => {
    if (performance.now() - waitingSince > PATIENCE) return true;
    const ends = await log.end("customer-updates");
    return ends.reduce((sum, end, partition) => sum + end - (state.offsets["customer-updates"][partition] ?? 0), 0) <= LARGEST_BACKLOG;
  };
  const look = async (): Promise<void> => {
    const { model } = state;
    if (!rankerDue(model, state.lessons) || model.ranker === replaced) {
      waitingSince = 0;
      return;
    }
    if (waitingSince === 0) waitingSince = performance.now();
    if (!(await isCalm()) || isClosed) return;
    const [before, time] = [model.ranker, model.totals.latest];
    const lessons = copiedLessons(state.lessons);
    const ranker = await jobs.run(lessons, [lessons.columns.values.buffer as ArrayBuffer]);
    if (ranker === null || model.ranker !== before) return;
    await log.append([{ topic: "rankers", key: "ranker", value: toJson({ schema: 1, ranker, noted: lessons.noted, time } satisfies RankerRecord) }]);
    replaced = before;
    logger.info({ lessons: lessons.noted, trees: ranker.trees.length }, "ranker published");
  };

  const timer = every({ milliseconds: LOOK_EVERY, work: () => look().catch((err: unknown) => logger.error({ err }, "no ranker could be fitted, tried again in a moment")), onFailure: () => undefined });
  return {
    async close() {
      isClosed = true;
      await jobs.close();
      await timer.close();
    },
  };
}
