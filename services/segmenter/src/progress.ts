import type { ReadyCheck } from "@segue/shared/api/system";
import type { StateStore } from "@segue/shared/ports/state-store";
import type { Segmentation } from "@segue/shared/segmentation/model";
import type { Summary } from "@segue/shared/segmentation/summary";
import type { Progress } from "@segue/platform/readiness";
import { BOARD, readBoard } from "./board.ts";
import { FOLDED, appliedOffsets, scopeOf } from "./checkpoint.ts";
import type { Offsets } from "./checkpoint.ts";

/** What is stored of the segmenter's work. */
export async function committedOffsets(store: StateStore, segmentation: Segmentation = "behaviour"): Promise<Offsets> {
  const { checkpoint } = await store.read(scopeOf(segmentation), []);
  return appliedOffsets(checkpoint);
}

/** How far the segmenter is, whichever process of it is at work: its checkpoint tells. */
export async function segmenterProgress(store: StateStore): Promise<readonly Progress[]> {
  const applied = await committedOffsets(store);
  return FOLDED.map((topic): Progress => ({ group: "segmenter", topic, applied: applied[topic] }));
}

/** Where there are enough customers of different kinds for segments, a model has to be there. */
export async function modelCheck(store: StateStore): Promise<readonly ReadyCheck[]> {
  const summary = await readBoard<Summary>(store, BOARD.summary);
  const ready = summary === null || summary.modelVersion !== null || !summary.fitExpected;
  return [{ name: "segment model", ready, detail: ready ? "there, or not to be had from so few customers" : "the first fit is under way" }];
}
