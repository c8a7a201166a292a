import { Packr } from "msgpackr";
import type { EventLog } from "@segue/shared/ports/event-log";
import { decodeSegmenter, encodeSegmenter } from "@segue/shared/segmentation/segmenter-snapshot";
import type { SegmenterConfig } from "@segue/shared/segmentation/segmenter-config";
import type { Segmenter } from "@segue/shared/segmentation/segmenter-state";
import { createSegmenter } from "@segue/shared/segmentation/segmenter-state";
import { isDurable } from "@segue/platform/log-position";
import type { Logger } from "@segue/platform/logger";
import { readSnapshotFile, writeSnapshotFile } from "@segue/platform/snapshot-file";
import { copyOf, noOffsets, reaches } from "./checkpoint.ts";
import type { Offsets } from "./checkpoint.ts";

const SNAPSHOT_SCHEMA = 3;
const packr = new Packr({ useRecords: false });

type Stored = readonly [schema: number, offsets: Offsets, source: number[], segmenter: Uint8Array];

export interface Restored {
  readonly segmenter: Segmenter;
  readonly offsets: Offsets;
  /** By partition, the next offset of `events` whose effect is not in here yet. */
  readonly source: number[];
}

export interface RestoreOptions {
  readonly config: SegmenterConfig;
  readonly log: EventLog;
  /** What is stored of this segmenter's work. A snapshot that is ahead of it is of a past that the store has lost. */
  readonly committed: Offsets;
  readonly logger: Logger;
}

/** The last snapshot that fits this configuration, the log and the store; else an empty segmenter at the log's beginning. */
export async function restoreSegmenter(path: string, { config, log, committed, logger }: RestoreOptions): Promise<Restored> {
  const empty = { segmenter: createSegmenter(config), offsets: noOffsets(), source: [] };
  const bytes = await readSnapshotFile(path);
  if (bytes === undefined) return empty;
  const [schema, offsets, source, stored] = packr.unpack(bytes) as Stored;
  const segmenter = schema === SNAPSHOT_SCHEMA && reaches(committed, offsets) ? decodeSegmenter(config, stored) : null;
  if (segmenter !== null && (await isDurable(log, offsets))) return { segmenter, offsets, source };
  logger.warn({ path }, "the segmenter's snapshot is of another configuration, log or store; starting from the log");
  return empty;
}

/** Writes the state unless it is ahead of what the log is sure to keep. */
export async function saveSegmenter(path: string, { segmenter, offsets, source }: Restored, log: EventLog): Promise<void> {
  const taken = copyOf(offsets);
  const bytes = packr.pack([SNAPSHOT_SCHEMA, taken, [...source], encodeSegmenter(segmenter)] satisfies Stored);
  await writeSnapshotFile(path, { chunks: [bytes], keep: () => isDurable(log, taken) });
}
