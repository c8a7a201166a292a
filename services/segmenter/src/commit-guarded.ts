import { AppError } from "@segue/shared/errors";
import type { StateStore } from "@segue/shared/ports/state-store";
import type { Segmentation } from "@segue/shared/segmentation/model";
import { scopeOf } from "./checkpoint.ts";
import type { Outputs } from "./outputs.ts";

/** The checkpoint a commit is made from, and the one it leaves behind. */
export interface CheckpointStep {
  readonly expected: string | null;
  readonly next: string;
}

/** Commits what was gathered. @throws AppError `checkpoint_moved` where another checkpoint stands there */
export async function commitGuarded(store: StateStore, segmentation: Segmentation, { expected, next, outputs }: CheckpointStep & { readonly outputs: Outputs }): Promise<void> {
  const kept = await store.commit(scopeOf(segmentation), { expected, next, ...outputs.drain() });
  if (!kept) throw new AppError("checkpoint_moved", "another segmenter has moved the checkpoint, or the store has gone back: start this one again");
}
