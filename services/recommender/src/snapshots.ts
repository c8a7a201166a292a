import { dirname } from "node:path";
import { AppError } from "@segue/shared/errors";
import type { EventLog } from "@segue/shared/ports/event-log";
import type { StateStore } from "@segue/shared/ports/state-store";
import { decodeSnapshot, encodeSnapshot } from "@segue/shared/recommendation/model/snapshot";
import { isDurable } from "@segue/platform/log-position";
import type { Logger } from "@segue/platform/logger";
import { readSnapshotFile, writeSnapshotFile } from "@segue/platform/snapshot-file";
import { snapshotsBeside } from "./peer-snapshots.ts";
import { createServingState, FOLDED } from "./serving-state.ts";
import type { FoldedTopic, ServingState } from "./serving-state.ts";
import { takeAssignments } from "./take-assignments.ts";

/** Version of what stands beside the model in a snapshot. */
const META_SCHEMA = 6;
/** What nothing but the log makes up for; of `segment-changes`, what is gone is stored as assignments. */
const ONLY_IN_LOG = FOLDED.filter((topic) => topic !== "segment-changes");

interface Meta extends Omit<ServingState, "model" | "lessons"> {
  readonly schema: number;
}

export interface RestoreOptions {
  /** Of this recommender's own snapshot; those of others may lie beside it. */
  readonly path: string;
  readonly log: EventLog;
  /** Where the segmenter keeps its assignments. */
  readonly store: StateStore;
  /** Whether to begin with what the log still holds where its beginning is gone and no snapshot makes up for it. */
  readonly skipGap: boolean;
  readonly logger: Logger;
}

/**
 * The state of the newest snapshot, its own or a peer's, that fits this version and the log; without any, an empty state at the log's beginning.
 * Changes of segment that the log has lost are made up for by the stored assignments.
 * @throws AppError `updates_gone` where anything else of the log no longer begins at its beginning
 */
export async function restoreState(options: RestoreOptions): Promise<ServingState> {
  for (const path of await snapshotsBeside(options.path)) {
    const state = await restoreFrom(path, options);
    if (state !== null) return state;
  }
  return beginAnew(options);
}

async function restoreFrom(path: string, { log, logger }: RestoreOptions): Promise<ServingState | null> {
  try {
    const bytes = await readSnapshotFile(path);
    if (bytes === undefined) return null;
    const { model, meta, lessons } = decodeSnapshot([bytes]);
    const { schema, ...state } = meta as Meta;
    if (schema === META_SCHEMA && (await isDurable(log, state.offsets)) && (await goesOnFrom(log, FOLDED, state.offsets))) return { ...state, model, lessons };
    logger.warn({ path }, "the recommender's snapshot is of another version or log, or older than what the log still holds");
  } catch (err) {
    logger.warn({ path, err }, "the recommender's snapshot cannot be read");
  }
  return null;
}

/** Whether the log still holds all that follows. */
async function goesOnFrom(log: EventLog, topics: readonly FoldedTopic[], offsets: ServingState["offsets"]): Promise<boolean> {
  const starts = await Promise.all(topics.map((topic) => log.start(topic)));
  return topics.every((topic, i) => (starts[i] ?? []).every((start, partition) => (offsets[topic][partition] ?? 0) >= start));
}

async function beginAnew({ path, log, store, skipGap, logger }: RestoreOptions): Promise<ServingState> {
  const state = createServingState();
  if (await goesOnFrom(log, FOLDED, state.offsets)) return state;
  const isWhole = await goesOnFrom(log, ONLY_IN_LOG, state.offsets);
  if (!isWhole && !skipGap) {
    const fix = `copy a running recommender's snapshot (recommender*.snapshot in its SEGUE_DATA) into ${dirname(path)}, or let both share that folder; SEGUE_UPDATES_GAP=continue begins with what the log still holds`;
    throw new AppError("updates_gone", `The log no longer begins at its beginning, and there is no snapshot that goes on where it begins now: ${fix}.`);
  }
  // The log's beginnings first: changes that are published during the scan are read after it, and the last of a customer decides.
  for (const topic of isWhole ? (["segment-changes"] as const) : FOLDED) state.offsets[topic] = [...(await log.start(topic))];
  await takeAssignments(state.model, store);
  logger.warn({ customers: state.model.memberships.count }, isWhole ? "older changes of segment are gone: customers begin in their stored segments and tastes" : "lists begin with what the log still holds");
  return state;
}

/** The state as bytes; nothing may be folded before the last chunk has been taken. */
export function encodeState({ model, lessons, ...state }: ServingState): Iterable<Uint8Array> {
  return encodeSnapshot(model, { meta: structuredClone({ schema: META_SCHEMA, ...state } satisfies Meta), lessons });
}

export interface Snapshots {
  /** Starts a snapshot if anything has changed since the last; resolves as soon as folding may go on. */
  readonly take: () => Promise<void>;
  /** Waits until the file is in place. */
  readonly settled: () => Promise<void>;
}

export function createSnapshots(path: string, { state, log, logger }: { readonly state: ServingState; readonly log: EventLog; readonly logger: Logger }): Snapshots {
  let taken = "";
  let writing: Promise<void> = Promise.resolve();
  return {
    async take() {
      const offsets = structuredClone(state.offsets);
      if (JSON.stringify(offsets) === taken) return;
      await writing;
      taken = JSON.stringify(offsets);
      await new Promise<void>((resolve) => {
        const chunks = endingWith(encodeState(state), resolve);
        writing = writeSnapshotFile(path, { chunks, keep: () => isDurable(log, offsets) })
          .catch((err: unknown) => {
            taken = "";
            logger.error({ path, err }, "the recommender's snapshot could not be written, tried again at the next turn");
          })
          .finally(resolve);
      });
    },
    settled: () => writing,
  };
}

function* endingWith(chunks: Iterable<Uint8Array>, atEnd: () => void): Generator<Uint8Array> {
  yield* chunks;
  atEnd();
}
