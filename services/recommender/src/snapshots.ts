import type { EventLog } from "@segue/shared/ports/event-log";
import { decodeSnapshot, encodeSnapshot } from "@segue/shared/recommendation/snapshot";
import { isDurable } from "@segue/platform/log-position";
import type { Logger } from "@segue/platform/logger";
import { readSnapshotFile, writeSnapshotFile } from "@segue/platform/snapshot-file";
import { createServingState } from "./serving-state.ts";
import type { ServingState } from "./serving-state.ts";

/** Version of what stands beside the model in a snapshot. */
const META_SCHEMA = 2;

interface Meta extends Omit<ServingState, "model"> {
  readonly schema: number;
}

/** The state of the last snapshot, or an empty one where there is none that fits this version and the log. */
export async function restoreState(path: string, log: EventLog, logger: Logger): Promise<ServingState> {
  const bytes = await readSnapshotFile(path);
  if (bytes === undefined) return createServingState();
  try {
    const { model, meta } = decodeSnapshot([bytes]);
    const { schema, ...state } = meta as Meta;
    if (schema === META_SCHEMA && (await isDurable(log, state.offsets))) return { ...state, model };
    logger.warn({ path }, "the recommender's snapshot is of another version or log; starting from the log");
  } catch (err) {
    logger.warn({ path, err }, "the recommender's snapshot cannot be read; starting from the log");
  }
  return createServingState();
}

/** The state as bytes; nothing may be folded before the last chunk has been taken. */
export function encodeState({ model, ...state }: ServingState): Iterable<Uint8Array> {
  return encodeSnapshot(model, structuredClone({ schema: META_SCHEMA, ...state } satisfies Meta));
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
