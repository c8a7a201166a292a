import { setTimeout as delay } from "node:timers/promises";
import { Redis } from "ioredis";
import { freePort } from "@segue/local-brokers/free-port";
import { DURABLE, startNativeRedis } from "@segue/local-brokers/redis-native";
import type { NativeRedis } from "@segue/local-brokers/redis-native";

/** A Redis Cluster of redis-servers on this machine, without replicas. */
export interface RedisCluster {
  /** All of its hosts, as REDIS_URL takes them. */
  readonly url: string;
  readonly nodes: readonly NativeRedis[];
  stop(): Promise<void>;
}

const SLOTS = 16_384;
const BUS_DISTANCE = 10_000;
const HIGHEST_PORT = 65_535;

/** Starts `size` nodes that share the slots evenly, and waits until each of them calls the cluster whole. */
export async function startCluster(size: number): Promise<RedisCluster> {
  const nodes: NativeRedis[] = [];
  while (nodes.length < size) nodes.push(await startNode());
  const clients = nodes.map(({ url }) => new Redis(url));
  try {
    for (const [i, client] of clients.entries()) {
      const [from, to] = [i, i + 1].map((share) => Math.floor((share * SLOTS) / size));
      await client.call("CLUSTER", "ADDSLOTSRANGE", String(from), String((to ?? SLOTS) - 1));
      // Nodes that call themselves alike argue about slots.
      await client.call("CLUSTER", "SET-CONFIG-EPOCH", String(i + 1));
      if (i > 0) await client.call("CLUSTER", "MEET", "127.0.0.1", String(nodes[0]?.port));
    }
    for (const client of clients) await isWhole(client, size);
  } finally {
    for (const client of clients) client.disconnect();
  }
  return {
    url: `redis://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(",")}`,
    nodes,
    stop: async () => {
      for (const node of nodes) await node.stop();
    },
  };
}

/** Waits until a node sees all others and every slot. */
async function isWhole(client: Redis, size: number): Promise<void> {
  for (const started = performance.now(); performance.now() - started < 20_000; await delay(50)) {
    const info = String(await client.call("CLUSTER", "INFO").catch(() => ""));
    if (info.includes("cluster_state:ok") && info.includes(`cluster_known_nodes:${size}`)) return;
  }
  throw new Error("the cluster does not come together");
}

async function startNode(): Promise<NativeRedis> {
  // The bus listens 10,000 ports further up, where there has to be room for it.
  let port = await freePort();
  while (port + BUS_DISTANCE > HIGHEST_PORT) port = await freePort();
  return startNativeRedis({ port, config: { ...DURABLE, "cluster-enabled": "yes", "cluster-node-timeout": "1000" } });
}
