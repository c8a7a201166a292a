import { termAfter } from "@segue/shared/events/segments";
import type { SegmentModelsRecord } from "@segue/shared/events/segments";
import type { EventLog } from "@segue/shared/ports/event-log";
import { applyModelRecord, concerns } from "@segue/shared/segmentation/model-log";
import type { SegmenterConfig } from "@segue/shared/segmentation/segmenter-config";
import { createSegmenter } from "@segue/shared/segmentation/segmenter-state";
import type { Segmenter } from "@segue/shared/segmentation/segmenter-state";
import { fromJson } from "@segue/platform/json-bytes";
import { readWhole } from "@segue/platform/read-whole";

/** Where a segmentation was last switched off. */
export interface LatestEnd {
  readonly partition: number;
  readonly offset: number;
  /** The latest term of a segmenter by then. */
  readonly term: number;
  /** What stays taken of the models before. */
  readonly numbers: Pick<Segmenter, "nextMajor" | "nextSegmentNumber">;
}

/** The last end in `segment-models`, `null` where the segmentation was never switched off. */
export async function latestEnd(log: EventLog, config: SegmenterConfig): Promise<LatestEnd | null> {
  const segmenter = createSegmenter(config);
  let term = 0;
  let found: LatestEnd | null = null;
  await readWhole({ log, topics: ["segment-models"], group: "segmenter-restore" }, ({ partition, records }) => {
    for (const { offset, value } of records) {
      if (value === null) continue;
      const record = fromJson(value) as SegmentModelsRecord;
      const at = termAfter(term, record);
      if (at === null) continue;
      term = at;
      applyModelRecord(segmenter, record);
      const { nextMajor, nextSegmentNumber } = segmenter;
      if (record.type === "ended" && concerns(segmenter, record)) found = { partition, offset, term, numbers: { nextMajor, nextSegmentNumber } };
    }
  });
  return found;
}
