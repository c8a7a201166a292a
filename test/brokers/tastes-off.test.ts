import { tastesOffSuite } from "../support/tastes-off.ts";
import type { TasteShop } from "../support/tastes-off.ts";
import { useBothBrokers } from "./support/both-brokers.ts";
import { createCluster } from "./support/cluster.ts";
import type { Cluster } from "./support/cluster.ts";
import { openLog } from "./support/kafka-log.ts";
import { connectTo } from "./support/redis-store.ts";
import type { ServiceProcess } from "./support/service-process.ts";

const PARTITIONS = 3;
const { brokers, redisUrl, isMissing } = useBothBrokers();

/** Only the segmenter is started anew: the recommender is told by what it publishes. */
function shopOf(cluster: Cluster, { ingest, recommender, segmenter }: Readonly<Record<"ingest" | "recommender" | "segmenter", ServiceProcess>>): TasteShop {
  return {
    ingest: ingest.url,
    segmenter: segmenter.url,
    recommender: recommender.url,
    restart: async (tastes, look = async () => undefined) => {
      await segmenter.stop();
      const log = await openLog(brokers, { topicPrefix: cluster.topicPrefix, partitions: PARTITIONS });
      const redis = await connectTo(redisUrl, { prefix: cluster.keyPrefix, log });
      await look(redis.store).finally(() => redis.close());
      await log.close();
      const next = await cluster.start("segmenter", { env: { SEGUE_TASTES: tastes } });
      await next.ready();
      return shopOf(cluster, { ingest, recommender, segmenter: next });
    },
    close: () => cluster.close(),
  };
}

tastesOffSuite("tastes that are switched off on Kafka and Redis", async () => {
  const cluster = createCluster({ brokers, redisUrl, partitions: PARTITIONS });
  const [ingest, segmenter, recommender] = await Promise.all([cluster.start("ingest"), cluster.start("segmenter"), cluster.start("recommender")]);
  await Promise.all([ingest, segmenter, recommender].map((service) => service.ready()));
  return shopOf(cluster, { ingest, recommender, segmenter });
}, { isMissing });
