import { Packr } from "msgpackr";
import type { EventLog } from "@segue/shared/ports/event-log";
import type { StateStore } from "@segue/shared/ports/state-store";
import { decodeSegmenter, encodeSegmenter } from "@segue/shared/segmentation/segmenter-snapshot";
import type { SegmenterConfig } from "@segue/shared/segmentation/segmenter-config";
import type { Segmenter } from "@segue/shared/segmentation/segmenter-state";
import { createSegmenter } from "@segue/shared/segmentation/segmenter-state";
import { isDurable } from "@segue/platform/log-position";
import type { Logger } from "@segue/platform/logger";
import { readSnapshotFile, writeSnapshotFile } from "@segue/platform/snapshot-file";
import { storedClock } from "@segue/platform/stored-clock";
import { latestEnd } from "./latest-end.ts";
import { takeStored } from "./take-stored.ts";
import { copyOf, noOffsets, reaches } from "./checkpoint.ts";
import type { Offsets } from "./checkpoint.ts";

const SNAPSHOT_SCHEMA = 5;
const packr = new Packr({ useRecords: false });

type Stored = readonly [schema: number, offsets: Offsets, source: number[], term: number, segmenter: Uint8Array];

export interface Restored {
  readonly segmenter: Segmenter;
  readonly offsets: Offsets;
  /** By partition, the next offset of `events` whose effect is not in here yet. */
  readonly source: number[];
  /** The latest term of a segmenter that has begun in the log, as far as it is in here. */
  readonly terms: { latest: number };
}

export interface RestoreOptions {
  readonly config: SegmenterConfig;
  readonly log: EventLog;
  readonly store: StateStore;
  /** What is stored of this segmenter's work. A snapshot that is ahead of it is of a past that the store has lost. */
  readonly committed: Offsets;
  readonly logger: Logger;
}

/** The last snapshot that fits this configuration, the log and the store; else a segmenter at the log's beginning. */
export async function restoreSegmenter(path: string, options: RestoreOptions): Promise<Restored> {
  const { config, log, committed, logger } = options;
  const bytes = await readSnapshotFile(path);
  if (bytes === undefined) return beginAnew(options);
  const [schema, offsets, source, latest, stored] = packr.unpack(bytes) as Stored;
  const segmenter = schema === SNAPSHOT_SCHEMA && reaches(committed, offsets) ? decodeSegmenter(config, stored) : null;
  if (segmenter !== null && (await isDurable(log, offsets))) return { segmenter, offsets, source, terms: { latest } };
  logger.warn({ path }, "the segmenter's snapshot is of another configuration, log or store; starting from the log");
  return beginAnew(options);
}

/**
 * A segmenter at the beginning of the log, but for models of before its segmentation was switched off: read again beside the customers,
 * they would be published again. Where retention has removed that, it knows the customers as they are stored: updates that are
 * still there bring each of them to where the last one leaves it, and of the others what is stored is the last.
 */
async function beginAnew({ config, log, store, logger }: RestoreOptions): Promise<Restored> {
  const begun = await behindEnd({ segmenter: createSegmenter(config), offsets: noOffsets(), source: [], terms: { latest: 0 } }, log);
  const kept = await log.start("customer-updates");
  if (kept.every((offset) => offset === 0)) return begun;
  begun.offsets["customer-updates"] = [...kept];
  await takeStored(begun.segmenter, store, await storedClock(store, log.partitions));
  logger.warn({ customers: begun.segmenter.table.size }, "older updates are gone: the segmenter is rebuilt from the stored customers");
  return begun;
}

async function behindEnd(begun: Restored, log: EventLog): Promise<Restored> {
  const { segmenter, offsets, terms } = begun;
  const end = await latestEnd(log, segmenter.config);
  if (end === null) return begun;
  Object.assign(segmenter, end.numbers);
  offsets["segment-models"][end.partition] = end.offset + 1;
  terms.latest = end.term;
  return begun;
}

/** Writes the state unless it is ahead of what the log is sure to keep. */
export async function saveSegmenter(path: string, { segmenter, offsets, source, terms }: Restored, log: EventLog): Promise<void> {
  const taken = copyOf(offsets);
  const bytes = packr.pack([SNAPSHOT_SCHEMA, taken, [...source], terms.latest, encodeSegmenter(segmenter)] satisfies Stored);
  await writeSnapshotFile(path, { chunks: [bytes], keep: () => isDurable(log, taken) });
}
