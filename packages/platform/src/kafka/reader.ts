import type { Batch, SubscribeOptions, Topic } from "@segue/shared/ports/event-log";
import { createTurns } from "../turns.ts";
import { deliver } from "./delivery.ts";
import type { BatchInHand, PartitionBounds, TopicOffset, TopicPartitions } from "./kafka-api.ts";
import { createPlaces } from "./places.ts";
import type { Assignment } from "./places.ts";
import { outOfRange } from "./reader-place.ts";
import { startingPoints } from "./starting-points.ts";

export interface ReaderDeps {
  readonly topicPrefix: string;
  readonly boundsOf: (topic: Topic) => Promise<readonly PartitionBounds[]>;
  readonly from: SubscribeOptions["from"];
  readonly maxRecords: number;
  readonly heartbeatInterval: number;
  readonly onBatch: (batch: Batch) => Promise<void>;
  /** The reader cannot go on. */
  readonly fail: (error: unknown) => void;
}

/** The part of a subscription that knows where it is. Batches, and the question where to begin, come one at a time. */
export interface Reader {
  /** Takes partitions over; `start` is called once it is known where to begin, unless they have been taken away by then. */
  assign(partitions: readonly TopicPartitions[], start: (positions: readonly TopicOffset[]) => void): void;
  eachBatch(inHand: BatchInHand): Promise<void>;
  /** The next offset of a partition is not in the log. */
  lost(topic: string, partition: number): void;
  isBusy(): boolean;
  positions(): readonly TopicOffset[];
  /** Delivers nothing more and waits for the batch in hand. */
  stop(): Promise<void>;
}

export function createReader(deps: ReaderDeps): Reader {
  const inTurn = createTurns();
  const places = createPlaces(deps.topicPrefix);
  const { fail } = deps;
  let stopped = false;
  let inHandCount = 0;

  const begin = async (assignment: Assignment, start: (positions: readonly TopicOffset[]) => void): Promise<void> => {
    const isOver = (): boolean => stopped || !places.isCurrent(assignment);
    if (isOver()) return;
    const points = await startingPoints(assignment.places, deps);
    if (isOver()) return;
    for (const [place, offset] of points) place.next = offset;
    start(places.positions());
  };
  const deliveryDeps = { ...deps, isCurrent: (place: Parameters<typeof places.has>[0]) => !stopped && places.has(place) };

  return {
    assign(partitions, start) {
      const assignment = places.assign(partitions);
      inTurn(() => begin(assignment, start)).catch(fail);
    },
    async eachBatch(inHand) {
      // Where it is not known yet where to begin, whatever comes was fetched under an earlier assignment.
      const place = places.find(inHand.batch.topic, inHand.batch.partition);
      if (stopped || place === undefined || place.next === null) return;
      inHandCount += 1;
      await inTurn(() => deliver(inHand, place, deliveryDeps)).finally(() => (inHandCount -= 1));
    },
    lost(topic, partition) {
      const place = places.find(topic, partition);
      if (place === undefined || place.next === null) return;
      const wanted = place.next;
      places.remove(place);
      deps.boundsOf(place.topic).then((bounds) => fail(outOfRange(place, wanted, bounds[partition] ?? { low: 0, high: 0 })), fail);
    },
    isBusy: () => inHandCount > 0,
    positions: () => places.positions(),
    stop() {
      stopped = true;
      return inTurn(async () => undefined);
    },
  };
}
