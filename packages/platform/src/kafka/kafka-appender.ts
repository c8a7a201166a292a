import { setImmediate } from "node:timers/promises";
import type { NewRecord, RecordPosition, Topic } from "@segue/shared/ports/event-log";
import type { KafkaProducer, ProducedBatch } from "./kafka-api.ts";
import { kafkaError } from "./kafka-errors.ts";
import { persist } from "./persist.ts";
import { cutIntoRequests, messagesOf, placeRecord, positionsIn, unanswered } from "./produce-requests.ts";
import type { PlacedRecord } from "./produce-requests.ts";

export interface KafkaAppender {
  append(records: readonly NewRecord[]): Promise<readonly RecordPosition[]>;
  /** Resolves once all appends so far are settled. */
  settled(): Promise<void>;
}

export interface AppenderOptions {
  readonly producer: KafkaProducer;
  readonly partitions: number;
  readonly nameOf: (topic: Topic) => string;
}

interface Waiting {
  readonly records: readonly PlacedRecord[];
  readonly resolve: (positions: readonly RecordPosition[]) => void;
  readonly reject: (error: unknown) => void;
}

/** How long an append waits for brokers that are away; who sent it over HTTP is waiting too. */
const PATIENCE = { limit: 20_000, pause: 200 };

/**
 * Group commit: what is appended while requests are under way goes out together after them. One request at a time, so that
 * one that is sent again cannot overtake a later one.
 */
export function createKafkaAppender({ producer, partitions, nameOf }: AppenderOptions): KafkaAppender {
  const waiting: Waiting[] = [];
  let sending: Promise<void> | null = null;

  /**
   * kafkajs (2.2.4, sendMessages.js) resolves without having sent all: when it tries again because a broker failed, and a partition has
   * moved to a broker that had answered before, it leaves that partition out. So what no broker has answered for is sent again.
   */
  const sendWhole = async (request: readonly PlacedRecord[]): Promise<readonly ProducedBatch[]> => {
    const produced: ProducedBatch[] = [];
    let left = request;
    while (left.length > 0) {
      const sent = left;
      produced.push(...(await persist(PATIENCE, () => producer.send(messagesOf(sent, nameOf)))));
      left = unanswered(sent, produced, nameOf);
      if (left.length === sent.length) throw new Error("no broker has answered for any of the records");
    }
    return produced;
  };
  const sendGroup = async (group: readonly Waiting[]): Promise<void> => {
    const positions: RecordPosition[] = [];
    try {
      for (const request of cutIntoRequests(group.flatMap(({ records }) => records))) {
        positions.push(...positionsIn(request, await sendWhole(request), nameOf));
      }
    } catch (error) {
      settle(group, positions, kafkaError("Appending to the log", error));
      return;
    }
    settle(group, positions, null);
  };
  const sendAll = async (): Promise<void> => {
    // Appends of the same moment share a request.
    await setImmediate();
    while (waiting.length > 0) await sendGroup(waiting.splice(0));
    sending = null;
  };

  return {
    append: async (records) => {
      if (records.length === 0) return [];
      const placed = records.map((record) => placeRecord(record, partitions));
      return new Promise((resolve, reject) => {
        waiting.push({ records: placed, resolve, reject });
        sending ??= sendAll();
      });
    },
    settled: async () => {
      while (sending !== null) await sending;
    },
  };
}

/** Appends whose records are all placed are kept; with a failure, the others are not known to be. */
function settle(group: readonly Waiting[], positions: readonly RecordPosition[], failure: Error | null): void {
  let from = 0;
  for (const { records, resolve, reject } of group) {
    const to = from + records.length;
    if (to <= positions.length) resolve(positions.slice(from, to));
    else reject(failure);
    from = to;
  }
}
