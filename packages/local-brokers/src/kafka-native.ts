import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { endWithUs } from "./end-with-us.ts";
import { freePort } from "./free-port.ts";
import { kafkaClassPath } from "./kafka-jars.ts";
import { runTool, works } from "./run-tool.ts";

export const KAFKA_VERSION = "3.9.1";

export interface KafkaOptions {
  readonly version?: string;
  /** Added to the broker's settings, or instead of them. */
  readonly properties?: Readonly<Record<string, string>>;
  /** What the storage is formatted with besides, such as SCRAM users. */
  readonly formatArguments?: readonly string[];
  /** The broker's own port. */
  readonly port?: number;
  /** The cluster to be a part of; without it, one of its own. */
  readonly clusterId?: string;
}

/** A broker of our own, which may be mistreated. */
export interface NativeKafka {
  readonly brokers: readonly string[];
  readonly port: number;
  readonly folder: string;
  readonly pid: () => number;
  /** Ends it in order; its data stays until `stop`. */
  shutDown(): Promise<void>;
  kill(): Promise<void>;
  /** Starts it again on its data and its port, and waits until it serves. */
  start(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** Why no broker can be started on this machine, or nothing. */
export async function missingForNative(version = KAFKA_VERSION): Promise<string | undefined> {
  if (!(await works("java", ["-version"]))) return "there is no Java (17 or newer)";
  return kafkaClassPath(version).then(
    () => undefined,
    (error: unknown) => `Maven (mvn) cannot fetch the jars of Kafka ${version} (${String(error).split("\n")[0]})`,
  );
}

// A broker that lives for seconds gains nothing from a second compiler or a concurrent collector.
const JAVA = ["-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-Dorg.slf4j.simpleLogger.log.kafka.server=info"];
const STARTED = /Kafka Server started/;
const PATIENCE = 60_000;

/** Starts one broker, which is its own controller, in a folder of its own. */
export async function startNativeKafka(options: KafkaOptions = {}): Promise<NativeKafka> {
  const classPath = await kafkaClassPath(options.version ?? KAFKA_VERSION);
  const folder = mkdtempSync(join(tmpdir(), "segue-kafka-"));
  const [port, controllerPort] = [options.port ?? (await freePort()), await freePort()];
  const settings = join(folder, "server.properties");
  const properties = { ...baseProperties(port, controllerPort, folder), ...options.properties };
  writeFileSync(settings, Object.entries(properties).map(([name, value]) => `${name}=${value}\n`).join(""));
  const clusterId = options.clusterId ?? newClusterId();
  const java = [...JAVA, "-cp", classPath];
  await runTool("java", [...java, "kafka.tools.StorageTool", "format", `--cluster-id=${clusterId}`, "-c", settings, ...(options.formatArguments ?? [])]);

  let running = await launch(java, settings, folder);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (running.exitCode !== null || running.signalCode !== null) return;
    running.kill(signal);
    await once(running, "exit");
  };
  return {
    brokers: [`127.0.0.1:${port}`],
    port,
    folder,
    pid: () => running.pid ?? 0,
    shutDown: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
    start: async () => {
      running = await launch(java, settings, folder);
    },
    stop: async () => {
      await end("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const newClusterId = (): string => randomBytes(16).toString("base64url");

async function launch(java: readonly string[], settings: string, folder: string): Promise<ChildProcess> {
  const log = join(folder, "broker.log");
  const output = openSync(log, "w");
  const broker = spawn("java", [...java, "kafka.Kafka", settings], { stdio: ["ignore", output, output] });
  closeSync(output);
  endWithUs(broker);
  const deadline = performance.now() + PATIENCE;
  while (!STARTED.test(readFileSync(log, "utf8"))) {
    if (broker.exitCode === null && performance.now() < deadline) await delay(50);
    else {
      broker.kill("SIGKILL");
      throw new Error(`Kafka did not start:\n${readFileSync(log, "utf8").slice(-3000)}`);
    }
  }
  return broker;
}

function baseProperties(port: number, controllerPort: number, folder: string): Record<string, string> {
  return {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.quorum.voters": `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    "advertised.listeners": `PLAINTEXT://127.0.0.1:${port}`,
    "controller.listener.names": "CONTROLLER",
    "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
    "log.dirs": join(folder, "data"),
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "4",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "group.initial.rebalance.delay.ms": "0",
    "auto.create.topics.enable": "false",
    "file.delete.delay.ms": "1000",
    // A broker that was killed is let in again once its last session is over.
    "broker.heartbeat.interval.ms": "200",
    "broker.session.timeout.ms": "1000",
  };
}
