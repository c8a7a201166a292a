import kafkajs from "kafkajs";

export interface PlainReading {
  readonly brokers: readonly string[];
  readonly topic: string;
  /** A new group, so that it begins at the beginning. */
  readonly groupId: string;
  /** How many records there are to read. */
  readonly count: number;
}

/** The floor of everything that reads Kafka: the client library alone, batch by batch, and JSON.parse of each record. */
export async function readPlainly({ brokers, topic, groupId, count }: PlainReading): Promise<void> {
  const consumer = new kafkajs.Kafka({ brokers: [...brokers], clientId: "segue-bench", logLevel: kafkajs.logLevel.ERROR }).consumer({ groupId, maxWaitTimeInMs: 200 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  let seen = 0;
  await new Promise<void>((resolve, reject) => {
    // The client joins again by itself where that may help, as with a broker that is still loading its groups.
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) reject(payload.error);
    });
    const eachBatch = async ({ batch }: kafkajs.EachBatchPayload): Promise<void> => {
      for (const { value } of batch.messages) seen += typeof JSON.parse(value?.toString("utf8") ?? "") === "object" ? 1 : 0;
      if (seen >= count) resolve();
    };
    consumer.run({ eachBatch }).catch(reject);
  });
  await consumer.disconnect();
}
