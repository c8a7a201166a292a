import { join } from "node:path";
import type { SegmentModelsRecord } from "@segue/shared/events/segments";
import type { Summary } from "@segue/shared/segmentation/summary";
import { openLmdb } from "../../../packages/platform/src/lmdb/open-lmdb.ts";
import { BOARD, readBoard } from "../../../services/segmenter/src/board.ts";
import type { ModelEntry } from "../../../services/segmenter/src/board.ts";
import { modelsRecord } from "../../../services/segmenter/src/outputs.ts";

/** Adds a model that waits for a decision to the log of a product that is stopped: the present one under another version, fitted later. Gives its version. */
export async function addCandidate(data: string): Promise<string> {
  const lmdb = openLmdb(join(data, "store"));
  try {
    const summary = await readBoard<Summary>(lmdb.store, BOARD.summary);
    if (summary === null || summary.model === null) throw new Error("there is no model to make a candidate from");
    const { now } = summary;
    const models = (await readBoard<ModelEntry[]>(lmdb.store, BOARD.models)) ?? [];
    const major = Math.max(summary.model.major, ...models.map(({ version }) => Number(version.replace("behaviour-", "")))) + 1;
    const model = { ...summary.model, major, version: `behaviour-${major}`, fittedAt: now, churn: 0.4 };
    await lmdb.log.append([modelsRecord({ schema: 1, type: "model", status: "candidate", model, time: now } satisfies SegmentModelsRecord)]);
    return model.version;
  } finally {
    await lmdb.close();
  }
}
