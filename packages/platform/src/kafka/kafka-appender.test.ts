import { describe, expect, it } from "vitest";
import type { KafkaProducer, ProducedBatch } from "./kafka-api.ts";
import { createKafkaAppender } from "./kafka-appender.ts";

/** A client library that answers for the partitions it is told to, request by request, and for all of them at last. */
function library(answersFor: readonly (readonly number[])[]) {
  const ends = new Map<number, number>();
  const requests: number[][] = [];
  const send: KafkaProducer["send"] = async (topics) => {
    const partitions = topics.flatMap(({ messages }) => messages.map(({ partition }) => partition));
    const answered = answersFor[requests.length] ?? partitions;
    requests.push(partitions);
    return [...new Set(partitions)].filter((partition) => answered.includes(partition)).map((partition): ProducedBatch => {
      const end = ends.get(partition) ?? 0;
      ends.set(partition, end + partitions.filter((one) => one === partition).length);
      return { topic: "events", partition, baseOffset: String(end) };
    });
  };
  return { requests, producer: { send, connect: async () => undefined, disconnect: async () => undefined } };
}

const record = (partition: number) => ({ topic: "events", key: "k", value: null, partition }) as const;

describe("appending to Kafka", () => {
  it("sends again, alone, what the library was silent about", async () => {
    const { requests, producer } = library([[0, 2]]);
    const appender = createKafkaAppender({ producer, partitions: 3, nameOf: (topic) => topic });
    const positions = await appender.append([0, 1, 2, 1, 0].map(record));
    expect(requests).toEqual([[0, 1, 2, 1, 0], [1, 1]]);
    expect(positions).toEqual([
      { partition: 0, offset: 0 },
      { partition: 1, offset: 0 },
      { partition: 2, offset: 0 },
      { partition: 1, offset: 1 },
      { partition: 0, offset: 1 },
    ]);
  });

  it("fails where there is no answer at all", async () => {
    const { producer } = library([[0], []]);
    const appender = createKafkaAppender({ producer, partitions: 3, nameOf: (topic) => topic });
    await expect(appender.append([0, 1].map(record))).rejects.toMatchObject({ code: "kafka_unavailable" });
  });

  it("gathers what comes while a request is under way", async () => {
    const { requests, producer } = library([]);
    const appender = createKafkaAppender({ producer, partitions: 3, nameOf: (topic) => topic });
    const appends = [0, 1, 2].map((partition) => appender.append([record(partition)]));
    await Promise.all(appends);
    await appender.settled();
    expect(requests).toEqual([[0, 1, 2]]);
  });
});
