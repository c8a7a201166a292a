import { memoryBudget, memoryOf } from "@segue/shared/recommendation/model/memory";
import type { EventLog } from "@segue/shared/ports/event-log";
import type { StateStore } from "@segue/shared/ports/state-store";
import type { Clock } from "@segue/platform/clock";
import { startConsumer } from "@segue/platform/consumer";
import type { Closeable } from "@segue/platform/lifecycle";
import type { Logger } from "@segue/platform/logger";
import type { Metrics } from "@segue/platform/metrics";
import { every } from "@segue/platform/periodic";
import { createTurns } from "@segue/platform/turns";
import { foldBatch } from "./fold.ts";
import { setGauges } from "./gauges.ts";
import { createPause } from "./pause.ts";
import { startRankerFits } from "./ranker-fits.ts";
import { NO_PREDICTIONS } from "./sampling.ts";
import { startServedLists } from "./served-lists.ts";
import type { ServedLists } from "./served-lists.ts";
import type { ServingOptions } from "./settings.ts";
import { FOLDED } from "./serving-state.ts";
import type { FoldedTopic, ServingState } from "./serving-state.ts";
import { createSnapshots, restoreState } from "./snapshots.ts";
import { createWaiters } from "./waiters.ts";
import type { Waiters } from "./waiters.ts";

export interface RecommenderDeps extends Partial<ServingOptions> {
  readonly log: EventLog;
  /** For the stream side, which waits for a store that has gone away. */
  readonly store: StateStore;
  /** The same for routes, which do not. */
  readonly serving: StateStore;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly snapshot: { readonly path: string; readonly everySeconds: number };
  readonly onFailure: (error: unknown) => void;
}

/** A recommender that follows the stream; what the routes answer from. */
export interface Recommender extends Closeable {
  readonly state: ServingState;
  readonly store: StateStore;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly waiters: Waiters;
  readonly log: EventLog;
  readonly served: ServedLists;
}

const GAUGES_EVERY = 2_000;

/** Restores the last snapshot and folds the log from there. */
export async function startRecommender(deps: RecommenderDeps): Promise<Recommender> {
  const { log, store, serving, metrics, logger, clock, snapshot, servedSampling = 0, sampling = NO_PREDICTIONS, skipGap = false, onFailure } = deps;
  const state = await restoreState({ path: snapshot.path, log, store, skipGap, logger });
  clock.observe(state.clock);
  const { perProduct, perCustomer } = memoryBudget(state.model);
  logger.info({ perProduct, perCustomer, bytes: memoryOf(state.model) }, "memory of the serving model in bytes: now, and at most for each product and each indexed customer");
  const waiters = createWaiters({ applied: state.applied, stored: async (partition) => Number((await serving.read({ owner: "ingest", partition }, [])).checkpoint ?? 0) });
  const snapshots = createSnapshots(snapshot.path, { state, log, logger });
  const pause = createPause();
  // Folding and taking a snapshot never overlap.
  const inTurn = createTurns();
  const consumer = await startConsumer({
    log,
    metrics,
    group: "recommender",
    sharing: "replica",
    topics: FOLDED,
    from: async (topic, partition) => state.offsets[topic as FoldedTopic][partition] ?? 0,
    apply: async (batch) => {
      await inTurn(() => foldBatch(state, batch, { pause, sampling }));
      clock.observe(state.clock);
      waiters.applied();
    },
    onFailure,
  });
  const timer = every({ milliseconds: snapshot.everySeconds * 1000, work: () => inTurn(snapshots.take), onFailure });
  const gauges = every({ milliseconds: GAUGES_EVERY, work: async () => setGauges(metrics, state, sampling), onFailure });
  const served = startServedLists({ log, metrics, logger, sampling: servedSampling });
  const fits = startRankerFits({ state, log, logger });
  const close = async (): Promise<void> => {
    await fits.close();
    await served.close();
    await consumer.close();
    await timer.close();
    await gauges.close();
    await inTurn(snapshots.take);
    await snapshots.settled();
  };
  return { state, log, store: serving, metrics, clock, waiters, served, close };
}
