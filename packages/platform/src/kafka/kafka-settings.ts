import { readFileSync } from "node:fs";
import { z } from "zod";
import { AppError } from "@segue/shared/errors";
import { integer, readConfig } from "../config.ts";
import { SASL_MECHANISMS } from "./kafka-connection.ts";
import type { KafkaConnection } from "./kafka-connection.ts";

const brokerList = z
  .string({ error: "must name the brokers, such as kafka-1:9092,kafka-2:9092" })
  .transform((text) => text.split(",").map((broker) => broker.trim()))
  .refine((brokers) => brokers.every((broker) => /^[^\s:]+:\d{1,5}$|^\[[0-9a-f:]+\]:\d{1,5}$/i.test(broker)), {
    error: "must be a comma-separated list of host:port",
  });

const file = z.string().optional();

/** The variables that say how to reach Kafka; docs/kafka.md lists them for people. */
const kafkaSettingsSchema = z.object({
  KAFKA_BROKERS: brokerList,
  KAFKA_CLIENT_ID: z.string().default("segue"),
  KAFKA_TOPIC_PREFIX: z.string().regex(/^[\w.-]{0,100}$/, { error: "must be letters, digits, . _ or -" }).default(""),
  KAFKA_PARTITIONS: integer(1, 1000, 12),
  KAFKA_REPLICATION: integer(1, 10, 3),
  KAFKA_SSL: z.enum(["0", "1"], { error: "must be 0 or 1" }).default("0").transform((flag) => flag === "1"),
  KAFKA_CA: file,
  KAFKA_CERT: file,
  KAFKA_KEY: file,
  KAFKA_SASL_MECHANISM: z.enum(SASL_MECHANISMS, { error: `must be one of ${SASL_MECHANISMS.join(", ")}` }).optional(),
  KAFKA_SASL_USERNAME: z.string().optional(),
  KAFKA_SASL_PASSWORD: z.string().optional(),
});

export interface KafkaSettings {
  readonly connection: KafkaConnection;
  readonly topicPrefix: string;
  readonly partitions: number;
  readonly replicationFactor: number;
}

/** @throws AppError `bad_setting` naming the variable and what is wrong with it, never a password. */
export function readKafkaSettings(env: Readonly<Record<string, string | undefined>>): KafkaSettings {
  const settings = readConfig(kafkaSettingsSchema, env);
  return {
    connection: { brokers: settings.KAFKA_BROKERS, clientId: settings.KAFKA_CLIENT_ID, ...saslOf(settings), ...tlsOf(settings) },
    topicPrefix: settings.KAFKA_TOPIC_PREFIX,
    partitions: settings.KAFKA_PARTITIONS,
    replicationFactor: settings.KAFKA_REPLICATION,
  };
}

type Settings = z.infer<typeof kafkaSettingsSchema>;

function saslOf(settings: Settings): Pick<KafkaConnection, "sasl"> {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = settings;
  if (mechanism === undefined) {
    if (username === undefined && password === undefined) return {};
    throw new AppError("bad_setting", `KAFKA_SASL_MECHANISM is not set, though there are credentials: must be one of ${SASL_MECHANISMS.join(", ")}`);
  }
  if (username === undefined) throw new AppError("bad_setting", "KAFKA_SASL_USERNAME is not set: KAFKA_SASL_MECHANISM needs it");
  if (password === undefined) throw new AppError("bad_setting", "KAFKA_SASL_PASSWORD is not set: KAFKA_SASL_MECHANISM needs it");
  return { sasl: { mechanism, username, password } };
}

const PEM_FILES = { ca: "KAFKA_CA", cert: "KAFKA_CERT", key: "KAFKA_KEY" } as const;

function tlsOf(settings: Settings): Pick<KafkaConnection, "tls"> {
  const named = Object.entries(PEM_FILES).flatMap(([part, variable]) => {
    const path = settings[variable];
    return path === undefined ? [] : [{ part, variable, path }];
  });
  if (settings.KAFKA_SSL) return { tls: Object.fromEntries(named.map(({ part, variable, path }) => [part, readPem(variable, path)])) };
  if (named[0] === undefined) return {};
  throw new AppError("bad_setting", `KAFKA_SSL is 0, though ${named[0].variable} is set: set KAFKA_SSL=1 for TLS`);
}

function readPem(variable: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const cause = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new AppError("bad_setting", `${variable} is ${JSON.stringify(path)}: cannot be read (${cause})`, { cause: error });
  }
}
