import type { SegmentModelsRecord } from "@segue/shared/events/segments";
import type { AssociationInput } from "@segue/shared/associations/association-input";
import type { RefitInput } from "@segue/shared/segmentation/refit/refit-input";
import { refitDue, refitInput, statusFor } from "@segue/shared/segmentation/refit/schedule";
import type { Segmenter } from "@segue/shared/segmentation/segmenter-state";
import type { Closeable } from "@segue/platform/lifecycle";
import type { Logger } from "@segue/platform/logger";
import type { Fitted, RefitThread } from "./refit-thread.ts";

export interface RefitterDeps {
  readonly segmenter: Segmenter;
  readonly publish: (command: SegmentModelsRecord) => Promise<void>;
  readonly logger: Logger;
  /** Events of the source that the segmenter has not seen yet. */
  readonly backlog: () => Promise<number>;
  /** Whether all that was ever published to `segment-models` is in the segmenter: what is not might be the model that seems to be missing. */
  readonly modelsRead: () => Promise<boolean>;
  /** What customers bought, for what goes together to be fitted as well; left out where another refitter does that. */
  readonly purchases?: () => Promise<AssociationInput>;
  /** Does the work, beside the stream; ended with the refitter. */
  readonly thread: RefitThread;
  readonly onFailure: (error: unknown) => void;
}

/** Starts refits when they are due, one at a time, and publishes what they find. */
export interface Refitter extends Closeable {
  /** Looks whether a refit is due; returns at once when one is running. */
  look(): Promise<void>;
}

/** With more events waiting, the segmenter is catching up: one refit follows at the end. */
const LARGEST_BACKLOG = 200;
/** A stream that never pauses gets its refit all the same after this long, in milliseconds. */
const PATIENCE = 60_000;
/** With more customers applied between two looks than this, the stream is a backfill. */
const BACKFILL_RATE = 1_000;
/** After a refit that had too few customers, this many times as many make another try worthwhile. */
const GROWTH_FOR_RETRY = 1.1;

export function createRefitter({ segmenter, publish, logger, backlog, modelsRead, purchases, thread, onFailure }: RefitterDeps): Refitter {
  let isRunning = false;
  let waitingSince = 0;
  let ordersAtLook = 0;
  let declinedAt = 0;

  const isCalm = async (): Promise<boolean> => {
    const orders = segmenter.totals.orders;
    const rate = orders - ordersAtLook;
    ordersAtLook = orders;
    if (performance.now() - waitingSince > PATIENCE) return true;
    return rate < BACKFILL_RATE && (await backlog()) < LARGEST_BACKLOG;
  };
  const canStart = async (): Promise<boolean> => (await isCalm()) && (await modelsRead());
  const publishResult = async ({ result, associations }: Fitted): Promise<void> => {
    if (result.kind === "not-enough") {
      declinedAt = segmenter.table.size;
      logger.info({ customers: result.customers, reason: result.message }, "refit put off");
      return;
    }
    // Before the model: should this segmenter end in between, the refit is still due, and both are made anew.
    if (associations !== null) await publish({ schema: 1, type: "associations", associations, time: result.model.fittedAt });
    const status = statusFor(segmenter, result.model);
    await publish({ schema: 1, type: "model", model: result.model, status, time: result.model.fittedAt });
    logger.info({ version: result.model.version, status, k: result.model.segments.length }, "refit published");
  };
  const start = async (input: RefitInput): Promise<void> => {
    isRunning = true;
    try {
      const fitted = await thread.fit({ input, purchases: purchases === undefined ? null : await purchases() });
      if (fitted !== null) await publishResult(fitted);
    } catch (error) {
      onFailure(error);
    } finally {
      isRunning = false;
      waitingSince = 0;
    }
  };

  return {
    async look() {
      if (isRunning || segmenter.table.size < declinedAt * GROWTH_FOR_RETRY) return;
      if (refitDue(segmenter, segmenter.now) === null) {
        waitingSince = 0;
        return;
      }
      if (waitingSince === 0) waitingSince = performance.now();
      if (!(await canStart()) || isRunning) return;
      // Once more: the model that was missing may have been read meanwhile.
      const reason = refitDue(segmenter, segmenter.now);
      if (reason === null) return;
      logger.info({ reason, customers: segmenter.table.size }, "refit started");
      void start(refitInput(segmenter, reason));
    },
    close: () => thread.close(),
  };
}
