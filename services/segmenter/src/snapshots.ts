import { Packr } from "msgpackr";
import type { EventLog } from "@segue/shared/ports/event-log";
import { decodeSegmenter, encodeSegmenter } from "@segue/shared/segmentation/segmenter-snapshot";
import type { SegmenterConfig } from "@segue/shared/segmentation/segmenter-config";
import type { Segmenter } from "@segue/shared/segmentation/segmenter-state";
import { createSegmenter } from "@segue/shared/segmentation/segmenter-state";
import { isDurable } from "@segue/platform/log-position";
import type { Logger } from "@segue/platform/logger";
import { readSnapshotFile, writeSnapshotFile } from "@segue/platform/snapshot-file";
import { copyOf, noOffsets } from "./checkpoint.ts";
import type { Offsets } from "./checkpoint.ts";

const SNAPSHOT_SCHEMA = 2;
const packr = new Packr({ useRecords: false });

type Stored = readonly [schema: number, offsets: Offsets, segmenter: Uint8Array];

export interface Restored {
  readonly segmenter: Segmenter;
  readonly offsets: Offsets;
}

/** The last snapshot that fits this configuration and the log; else an empty segmenter at the log's beginning. */
export async function restoreSegmenter(path: string, { config, log, logger }: { config: SegmenterConfig; log: EventLog; logger: Logger }): Promise<Restored> {
  const empty = { segmenter: createSegmenter(config), offsets: noOffsets() };
  const bytes = await readSnapshotFile(path);
  if (bytes === undefined) return empty;
  const [schema, offsets, stored] = packr.unpack(bytes) as Stored;
  const segmenter = schema === SNAPSHOT_SCHEMA ? decodeSegmenter(config, stored) : null;
  if (segmenter !== null && (await isDurable(log, offsets))) return { segmenter, offsets };
  logger.warn({ path }, "the segmenter's snapshot is of another configuration or log; starting from the log");
  return empty;
}

/** Writes the state unless it is ahead of what the log is sure to keep. */
export async function saveSegmenter(path: string, { segmenter, offsets }: Restored, log: EventLog): Promise<void> {
  const taken = copyOf(offsets);
  const bytes = packr.pack([SNAPSHOT_SCHEMA, taken, encodeSegmenter(segmenter)] satisfies Stored);
  await writeSnapshotFile(path, { chunks: [bytes], keep: () => isDurable(log, taken) });
}
