import type { ReadyCheck } from "@segue/shared/api/system";
import type { EventLog, Topic } from "@segue/shared/ports/event-log";
import type { StateStore } from "@segue/shared/ports/state-store";
import { appliedOffsets } from "@segue/segmenter/checkpoint";
import type { Metrics } from "@segue/platform/metrics";
import type { Recommender } from "@segue/recommender/start";
import { FOLDED } from "@segue/recommender/serving-state";

export interface ReadinessDeps {
  readonly log: EventLog;
  readonly store: StateStore;
  readonly recommender: Recommender;
}

export interface Readiness {
  readonly checks: () => Promise<readonly ReadyCheck[]>;
  /** Brings the lag gauges up to date. */
  readonly refreshLag: (metrics: Metrics) => () => Promise<void>;
}

/** How far a reader is in a topic, summed over partitions. */
interface Progress {
  readonly group: string;
  readonly topic: Topic;
  readonly applied: number;
}

const sum = (offsets: readonly (number | undefined)[]): number => offsets.reduce<number>((total, offset) => total + (offset ?? 0), 0);

/** Ready when every reader has applied what the log held at the start; an empty system is ready at once. */
export async function createReadiness({ log, store, recommender }: ReadinessDeps): Promise<Readiness> {
  const endOf = async (topic: Topic): Promise<number> => sum(await log.end(topic));
  const atStart = new Map<Topic, number>();
  for (const topic of ["events", ...FOLDED] as const) atStart.set(topic, await endOf(topic));

  const progress = async (): Promise<readonly Progress[]> => {
    const [ingest, segmenter] = await Promise.all([store.read({ owner: "ingest", partition: 0 }, []), store.read({ owner: "segmenter", partition: 0 }, [])]);
    const segmented = appliedOffsets(segmenter.checkpoint);
    return [
      { group: "ingest", topic: "events", applied: Number(ingest.checkpoint ?? 0) },
      { group: "segmenter", topic: "customer-updates", applied: segmented["customer-updates"] },
      { group: "segmenter", topic: "segment-models", applied: segmented["segment-models"] },
      ...FOLDED.map((topic): Progress => ({ group: "recommender", topic, applied: sum(recommender.state.offsets[topic]) })),
    ];
  };
  const checks = async (): Promise<readonly ReadyCheck[]> =>
    (await progress()).map(({ group, topic, applied }) => {
      const wanted = atStart.get(topic) ?? 0;
      const ready = applied >= wanted;
      return { name: `${group} ${topic}`, ready, detail: ready ? "applied everything that was there at the start" : `applied ${applied} of ${wanted} records` };
    });
  const refreshLag = (metrics: Metrics) => async () => {
    for (const { group, topic, applied } of await progress()) metrics.lag.set({ group, topic }, Math.max(0, (await endOf(topic)) - applied));
  };
  return { checks, refreshLag };
}
