import type { ReadyCheck } from "@segue/shared/api/system";
import type { StateStore } from "@segue/shared/ports/state-store";
import type { Segmentation } from "@segue/shared/segmentation/model";
import { TASTE_CUSTOMERS } from "@segue/shared/segmentation/segmenter-config";
import type { Summary } from "@segue/shared/segmentation/summary";
import type { Progress } from "@segue/platform/readiness";
import { boardOf, readBoard } from "./board.ts";
import { FOLDED, appliedOffsets, scopeOf } from "./checkpoint.ts";
import type { Offsets } from "./checkpoint.ts";

/** What is stored of the segmenter's work. */
export async function committedOffsets(store: StateStore, segmentation: Segmentation = "behaviour"): Promise<Offsets> {
  const { checkpoint } = await store.read(scopeOf(segmentation), []);
  return appliedOffsets(checkpoint);
}

/** What the readers of a segmentation are called. */
export const readersOf = (segmentation: Segmentation): string => (segmentation === "taste" ? "segmenter-tastes" : "segmenter");

/** How far the segmenter is, whichever process of it is at work: its checkpoints tell. Products are left out: they lend tastes their words only, and a compacted topic may end in a gap. */
export async function segmenterProgress(store: StateStore, segmentations: readonly Segmentation[] = ["behaviour"]): Promise<readonly Progress[]> {
  const progress = segmentations.map(async (segmentation) => {
    const applied = await committedOffsets(store, segmentation);
    return FOLDED.map((topic): Progress => ({ group: readersOf(segmentation), topic, applied: applied[topic] }));
  });
  return (await Promise.all(progress)).flat();
}

/** Where there are enough customers of different kinds for segments, a model has to be there. One of tastes is told of and not waited for: lists do without. */
export async function modelChecks(store: StateStore, segmentations: readonly Segmentation[]): Promise<readonly ReadyCheck[]> {
  return Promise.all(
    segmentations.map(async (segmentation): Promise<ReadyCheck> => {
      const summary = await readBoard<Summary>(store, boardOf(segmentation).summary);
      if (segmentation === "taste") return { name: "taste model", ready: true, detail: tasteDetail(summary) };
      const ready = summary === null || summary.modelVersion !== null || !summary.fitExpected;
      return { name: "segment model", ready, detail: ready ? "there, or not to be had from so few customers" : "the first fit is under way" };
    }),
  );
}

function tasteDetail(summary: Summary | null): string {
  const { customers, unsegmented } = summary?.totals ?? { customers: 0, unsegmented: 0 };
  const version = summary?.modelVersion ?? null;
  if (version === null) return `none yet, the first is fitted from ${TASTE_CUSTOMERS} customers on; there are ${customers}`;
  return `${version}, ${customers - unsegmented} customers with a taste and ${unsegmented} without`;
}
