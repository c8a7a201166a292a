import { randomUUID } from "node:crypto";
import { freePort } from "@segue/local-brokers/free-port";
import type { Workspace } from "../bench/workspace.ts";
import { superviseService } from "./supervised-service.ts";
import type { SupervisedService } from "./supervised-service.ts";

export type Role = "ingest" | "segmenter" | "recommender";

/** The three services, two of each, on topics and keys that nobody else uses. */
export interface System {
  /** What connects to the same topics and keys. */
  readonly env: Readonly<Record<string, string>>;
  readonly services: Readonly<Record<Role, readonly [SupervisedService, SupervisedService]>>;
  /** One more ingester, which is not among `services`. */
  joinIngester(): Promise<SupervisedService>;
  stop(): Promise<void>;
}

export interface SystemOptions {
  readonly brokers: readonly string[];
  readonly redisUrl: string;
  /** Ingest writes without the guard: the control run. */
  readonly unguarded: boolean;
  readonly workspace: Workspace;
}

const PARTITIONS = 4;
const UNGUARDED_INGEST = new URL("./unguarded-ingest-worker.js", import.meta.url);
const mainOf = (role: Role): URL => new URL(import.meta.resolve(`@segue/${role}/main`));

export async function startSystem({ brokers, redisUrl, unguarded, workspace }: SystemOptions): Promise<System> {
  const id = randomUUID().slice(0, 8);
  const env = {
    KAFKA_BROKERS: brokers.join(","),
    KAFKA_TOPIC_PREFIX: `chaos-${id}.`,
    KAFKA_PARTITIONS: String(PARTITIONS),
    KAFKA_REPLICATION: "1",
    REDIS_URL: redisUrl,
    REDIS_KEY_PREFIX: `segue-chaos:${id}`,
    SEGUE_CLOCK: "event",
    SEGUE_REFIT_DAYS: "1",
    SEGUE_SNAPSHOT_SECONDS: "2",
  };
  let started = 0;
  const start = async (role: Role): Promise<SupervisedService> => {
    const name = `${role}-${++started}`;
    const main = role === "ingest" && unguarded ? UNGUARDED_INGEST : mainOf(role);
    return superviseService({ name, main, port: await freePort(), env: { ...env, SEGUE_DATA: workspace.path(name) }, workspace });
  };
  const pair = async (role: Role): Promise<[SupervisedService, SupervisedService]> => [await start(role), await start(role)];
  const services = { ingest: await pair("ingest"), segmenter: await pair("segmenter"), recommender: await pair("recommender") };
  return {
    env,
    services,
    joinIngester: () => start("ingest"),
    stop: async () => void (await Promise.all(Object.values(services).flat().map((service) => service.stop()))),
  };
}
