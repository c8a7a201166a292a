import type { SegmentModelsRecord } from "@segue/shared/events/segments";
import { sweepDue } from "@segue/shared/segmentation/refit/schedule";
import { afterSweep, endOfMicroBatch } from "@segue/shared/segmentation/segmenter";
import type { Segmenter } from "@segue/shared/segmentation/segmenter-state";

type Sweep = Extract<SegmentModelsRecord, { type: "sweep" }>;

/** What the segmenter tells itself by way of the log; nothing twice while it has not been read back. */
export interface Commands {
  /** After customers have been taken in: to move the centroids, to sweep the idle. */
  afterCustomers(now: number): readonly SegmentModelsRecord[];
  /** After a sweep: to let centroids and customers settle. */
  afterSweep(sweep: Sweep): readonly SegmentModelsRecord[];
}

const dayOf = (time: number): number => Math.floor(time / 86_400_000);

export function createCommands(segmenter: Segmenter): Commands {
  const given = { sweep: 0, move: "" };
  // Tastes do not age, and sweeps are of both.
  const isTaste = segmenter.config.segmentation === "taste";
  const isFresh = (record: SegmentModelsRecord): boolean => {
    if (record.type !== "moved") return true;
    const move = `${record.version}.${record.minor}`;
    if (given.move === move) return false;
    given.move = move;
    return true;
  };
  return {
    afterCustomers(now) {
      const moved = endOfMicroBatch(segmenter);
      const records = moved === null ? [] : [moved].filter(isFresh);
      if (isTaste || !sweepDue(segmenter, now) || dayOf(now) <= given.sweep) return records;
      given.sweep = dayOf(now);
      return [...records, { schema: 1, type: "sweep", time: now }];
    },
    afterSweep: (sweep) => (isTaste ? [] : afterSweep(segmenter, sweep).filter(isFresh)),
  };
}
