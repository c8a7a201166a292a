import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@segue/local-brokers/free-port";
import { removeKeys } from "./remove-keys.ts";
import { startService } from "./service-process.ts";
import type { ServiceProcess } from "./service-process.ts";

export type ServiceName = "ingest" | "segmenter" | "recommender";

/** The three services as processes, on topics and keys of their own. */
export interface Cluster {
  readonly topicPrefix: string;
  readonly keyPrefix: string;
  /** `folder` names the data folder; the same name is the same folder again. */
  start(name: ServiceName, options?: { readonly folder?: string; readonly env?: Readonly<Record<string, string>> }): Promise<ServiceProcess>;
  /** Ends what still runs and removes keys and folders. */
  close(): Promise<void>;
}

export interface ClusterOptions {
  readonly brokers: readonly string[];
  readonly redisUrl: string;
  readonly partitions: number;
  readonly env?: Readonly<Record<string, string>>;
}

export function createCluster({ brokers, redisUrl, partitions, env = {} }: ClusterOptions): Cluster {
  const id = randomUUID().slice(0, 8);
  const [topicPrefix, keyPrefix] = [`test-${id}.`, `segue-test:${id}`];
  const folder = mkdtempSync(join(tmpdir(), "segue-cluster-"));
  const started: ServiceProcess[] = [];
  const common = {
    KAFKA_BROKERS: brokers.join(","),
    KAFKA_TOPIC_PREFIX: topicPrefix,
    KAFKA_PARTITIONS: String(partitions),
    KAFKA_REPLICATION: "1",
    REDIS_URL: redisUrl,
    REDIS_KEY_PREFIX: keyPrefix,
    SEGUE_SNAPSHOT_SECONDS: "1",
    ...env,
  };
  return {
    topicPrefix,
    keyPrefix,
    start: async (name, options = {}) => {
      const data = join(folder, options.folder ?? name);
      const service = startService({ main: `services/${name}/dist/main.js`, port: await freePort(), env: { ...common, SEGUE_DATA: data, ...options.env } });
      started.push(service);
      return service;
    },
    close: async () => {
      await Promise.all(started.filter(({ exitCode }) => exitCode() === null).map((service) => service.kill()));
      rmSync(folder, { recursive: true, force: true });
      await removeKeys(redisUrl, keyPrefix);
    },
  };
}
