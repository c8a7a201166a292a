import { once } from "node:events";
import { createLogger } from "@segue/platform/logger";
import { openBrokers, readBrokerSettings } from "@segue/platform/open-brokers";
import type { BrokerSettings } from "@segue/platform/open-brokers";
import { openRedis } from "@segue/platform/redis/open-redis";
import { tellParent } from "./fork-worker.ts";
import { appendAll, cpuOfWork, ingestAll, orderRecords } from "./ingest-work.ts";
import type { OrderShape } from "./ingest-work.ts";
import { readPlainly } from "./plain-consumer.ts";
import type { Sample } from "./results.ts";

const [shape = "whole", repetitions = "1", limit = "0"] = process.argv.slice(2);
const logger = createLogger("bench", "warn");

/** Ingest alone, from the Kafka and into the Redis that the environment names: CPU microseconds of this process per order. */
async function measureAll({ kafka, redis }: BrokerSettings): Promise<readonly Sample[]> {
  const settings = { kafka: { ...kafka, topicPrefix: `${kafka.topicPrefix}${shape}-` }, redis };
  const opened = await openBrokers({ settings, retention: { eventsDays: 0, updatesDays: 1 }, logger, onWait: () => undefined });
  const { log } = opened;
  const records = await orderRecords(shape as OrderShape, Number(limit) || Infinity);
  await appendAll(log, records);
  let readings = 0;
  const { topicPrefix, connection } = settings.kafka;
  const read = (): Promise<number> =>
    cpuOfWork(() => readPlainly({ brokers: connection.brokers, topic: `${topicPrefix}events`, groupId: `${topicPrefix}plain-${++readings}`, count: records.length }));
  const measure = async (round: number): Promise<Sample> => {
    // An empty Redis for each round, as after its loss; the log stays.
    const state = await openRedis({ settings: { ...redis, REDIS_KEY_PREFIX: `bench:${shape}:${round}` }, log, logger });
    const before = [await read(), await read()];
    const value = await cpuOfWork(() => ingestAll({ log, store: state.store }, records.length));
    const floors = [...before, await read(), await read()];
    await state.close();
    return { value: value / records.length, floor: floors.reduce((sum, floor) => sum + floor, 0) / floors.length / records.length };
  };
  // The first round is for the compiler.
  await measure(0);
  const samples: Sample[] = [];
  for (let round = 1; round <= Number(repetitions); round += 1) samples.push(await measure(round));
  await opened.close();
  return samples;
}

tellParent(await measureAll(readBrokerSettings(process.env)));
await once(process, "SIGTERM");
process.exit(0);
