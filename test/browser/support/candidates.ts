import { join } from "node:path";
import type { SegmentModelsRecord } from "@segue/shared/events/segments";
import type { Summary } from "@segue/shared/segmentation/summary";
import { openLmdb } from "../../../packages/platform/src/lmdb/open-lmdb.ts";
import { BOARD, readBoard } from "../../../services/segmenter/src/board.ts";
import { modelsRecord } from "../../../services/segmenter/src/outputs.ts";

/** Adds two models that wait for a decision to the log of a product that is stopped: as the present one, fitted later. */
export async function addCandidates(data: string): Promise<readonly [string, string]> {
  const lmdb = openLmdb(join(data, "store"));
  try {
    const summary = await readBoard<Summary>(lmdb.store, BOARD.summary);
    if (summary === null || summary.model === null) throw new Error("there is no model to make candidates from");
    const { model, now } = summary;
    const candidates = [1, 2].map((step) => ({ ...model, major: model.major + step, version: `behaviour-${model.major + step}`, fittedAt: now, churn: 0.4 }));
    await lmdb.log.append(candidates.map((candidate) => modelsRecord({ schema: 1, type: "model", status: "candidate", model: candidate, time: now } satisfies SegmentModelsRecord)));
    const [first, second] = candidates.map(({ version }) => version);
    return [first ?? "", second ?? ""];
  } finally {
    await lmdb.close();
  }
}
