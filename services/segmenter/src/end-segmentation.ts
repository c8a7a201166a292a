import type { SegmentChange } from "@segue/shared/events/segments";
import type { ScanPage, StateStore } from "@segue/shared/ports/state-store";
import type { Assignment, Segmentation } from "@segue/shared/segmentation/model";
import type { Effect } from "@segue/shared/segmentation/segmenter-state";
import type { Summary } from "@segue/shared/segmentation/summary";
import { fromJson } from "@segue/platform/json-bytes";
import type { Logger } from "@segue/platform/logger";
import { removeSnapshotFile } from "@segue/platform/snapshot-file";
import { boardOf, readBoard } from "./board.ts";
import { appliedOffsets, isEnded, scopeOf, toEnded, toEnding } from "./checkpoint.ts";
import { commitGuarded } from "./commit-guarded.ts";
import { assignmentsOf, createOutputs, modelsRecord } from "./outputs.ts";

export interface EndingDeps {
  readonly store: StateStore;
  readonly logger: Logger;
  /** Of the lease under which the segmenter works, 0 where it is alone by itself. */
  readonly epoch: number;
  /** Where the segmentation keeps its snapshot, which names customers too. */
  readonly snapshot: string;
}

/** Customers who leave their segments in one commit. */
const PAGE = 1_000;

/**
 * Takes back what a segmentation that is switched off has stored and published: everybody's segment, page by page, its board and its
 * model. A segmenter that is stopped halfway leaves a checkpoint that says so, for the next one to go on whether the segmentation is on
 * again or not. Once nothing is left the checkpoint says that, and a look at it is all.
 * @throws AppError `checkpoint_moved` where another segmenter is at work
 */
export async function endSegmentation(segmentation: Segmentation, { store, logger, epoch, snapshot }: EndingDeps): Promise<void> {
  await removeSnapshotFile(snapshot);
  const { checkpoint } = await store.read(scopeOf(segmentation), []);
  if (isEnded(checkpoint)) return;
  const board = boardOf(segmentation);
  const time = (await readBoard<Summary>(store, board.summary))?.now ?? 0;
  const stood = appliedOffsets(checkpoint);
  const ending = toEnding(stood, epoch);
  await commitGuarded(store, segmentation, { expected: checkpoint, next: ending, outputs: createOutputs(segmentation) });
  const customers = await endAssignments(segmentation, { store, checkpoint: ending, time });
  const last = createOutputs(segmentation);
  for (const id of Object.values(board)) last.remove({ collection: "segments", id });
  last.publish(modelsRecord({ schema: 1, type: "ended", segmentation, time }, epoch));
  await commitGuarded(store, segmentation, { expected: ending, next: toEnded(stood, epoch), outputs: last });
  logger.info({ segmentation, customers }, "switched off: its model, board and customers' segments are gone");
}

/** Returns how many customers were in a segment. */
async function endAssignments(segmentation: Segmentation, { store, checkpoint, time }: { readonly store: StateStore; readonly checkpoint: string; readonly time: number }): Promise<number> {
  let customers = 0;
  for (let cursor: string | null = null; ; ) {
    const page: ScanPage = await store.scan(assignmentsOf(segmentation), { cursor, limit: PAGE });
    const outputs = createOutputs(segmentation);
    outputs.take(page.entries.map(({ id, value }) => leaving({ customerId: id, segmentation, ...(fromJson(value) as Assignment), time })));
    await commitGuarded(store, segmentation, { expected: checkpoint, next: checkpoint, outputs });
    customers += page.entries.length;
    cursor = page.cursor;
    if (cursor === null) return customers;
  }
}

function leaving({ segmentId, ...of }: Pick<SegmentChange, "customerId" | "segmentation" | "time"> & Assignment): Effect {
  const { customerId, segmentation, modelVersion, time } = of;
  return { customerId, assignment: null, change: { schema: 1, customerId, segmentation, from: segmentId, to: null, modelVersion, cause: "refit", time } };
}
