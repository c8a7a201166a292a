import type { Collection, StateStore } from "@segue/shared/ports/state-store";
import { setSegment, setTaste } from "@segue/shared/recommendation/model/memberships";
import type { ServingModel } from "@segue/shared/recommendation/model/serving-model";
import { SEGMENTATIONS } from "@segue/shared/segmentation/model";
import type { Segmentation } from "@segue/shared/segmentation/model";
import { segmentIdIn } from "./answer.ts";

const PAGE = 1_000;

/** Where the segmenter of each segmentation keeps who is in which segment. */
const STORED = [
  { segmentation: "behaviour", collection: "assignments", set: setSegment },
  { segmentation: "taste", collection: "tastes", set: setTaste },
] as const satisfies readonly { segmentation: Segmentation; collection: Collection; set: typeof setSegment }[];

/** Puts every customer into the segment and the taste that are stored for them, as the segmenters' last commits left them. */
export async function takeAssignments(model: ServingModel, store: StateStore): Promise<void> {
  for (const stored of STORED) await takeStored(model, store, stored);
}

async function takeStored(model: ServingModel, store: StateStore, { segmentation, collection, set }: (typeof STORED)[number]): Promise<void> {
  // A commit whose writer has died is settled by the next read of its scope; a scan may still see what was before it.
  await store.read({ owner: "segmenter", partition: SEGMENTATIONS.indexOf(segmentation) }, []);
  for (let cursor: string | null = null; ; ) {
    const page = await store.scan(collection, { cursor, limit: PAGE });
    for (const { id, value } of page.entries) set(model, id, segmentIdIn(value));
    cursor = page.cursor;
    if (cursor === null) return;
  }
}
