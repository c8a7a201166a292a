import { z } from "zod";
import type { StateStore } from "@segue/shared/ports/state-store";
import { changeOf, publishedSegment } from "@segue/shared/segmentation/labels";
import type { Effect, Segmenter } from "@segue/shared/segmentation/segmenter-state";
import { servedVersion } from "@segue/shared/segmentation/segmenter-state";
import { fromJson } from "@segue/platform/json-bytes";
import { assignmentsOf } from "./outputs.ts";

const PAGE = 1_000;
const storedSchema = z.object({ segmentId: z.string() });

/**
 * What has to be written for the stored assignments to say what the labels in memory say. A label within the hysteresis depends on the
 * order in which records came, and of several partitions a replay sees them in another order than the run before it.
 */
export async function differingLabels(segmenter: Segmenter, store: StateStore): Promise<readonly Effect[]> {
  const { table } = segmenter;
  const stored = new Map<string, string>();
  const effects: Effect[] = [];
  for (let cursor: string | null = null; ; ) {
    const page = await store.scan(assignmentsOf(segmenter.config.segmentation), { cursor, limit: PAGE });
    for (const { id, value } of page.entries) {
      if (table.rows.has(id)) stored.set(id, storedSchema.parse(fromJson(value)).segmentId);
      else effects.push({ customerId: id, assignment: null, change: null });
    }
    cursor = page.cursor;
    if (cursor === null) break;
  }
  for (const [customerId, row] of table.rows) {
    const effect = differenceOf(segmenter, { customerId, row, from: stored.get(customerId) ?? null });
    if (effect !== null) effects.push(effect);
  }
  return effects;
}

function differenceOf(segmenter: Segmenter, { customerId, row, from }: { readonly customerId: string; readonly row: number; readonly from: string | null }): Effect | null {
  const to = publishedSegment(segmenter, row);
  if (to === from) return null;
  const assignment = to === null || segmenter.live === null ? null : { segmentId: to, modelVersion: servedVersion(segmenter.live) };
  return { customerId, assignment, change: changeOf(segmenter, { customerId, from, to, cause: "sweep" }) };
}
