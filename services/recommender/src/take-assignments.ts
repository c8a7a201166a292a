import type { StateStore } from "@segue/shared/ports/state-store";
import { setSegment } from "@segue/shared/recommendation/model/memberships";
import type { ServingModel } from "@segue/shared/recommendation/model/serving-model";
import { segmentIdIn } from "./answer.ts";

const PAGE = 1_000;

/** Puts every customer into the segment that is stored for them, as the segmenter's last commit left it. */
export async function takeAssignments(model: ServingModel, store: StateStore): Promise<void> {
  // A commit whose writer has died is settled by the next read of its scope; a scan may still see what was before it.
  await store.read({ owner: "segmenter", partition: 0 }, []);
  for (let cursor: string | null = null; ; ) {
    const page = await store.scan("assignments", { cursor, limit: PAGE });
    for (const { id, value } of page.entries) setSegment(model, id, segmentIdIn(value));
    cursor = page.cursor;
    if (cursor === null) return;
  }
}
