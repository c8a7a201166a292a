import { readFileSync } from "node:fs";
import { Cluster, Redis } from "ioredis";
import { AppError } from "@segue/shared/errors";
import type { Logger } from "../logger.ts";
import { patiently } from "./patience.ts";
import { describeHosts } from "./redis-address.ts";
import { isUnknownScript, lastingFailure, outOfReach } from "./redis-errors.ts";
import { checkTogether, isCluster } from "./redis-settings.ts";
import type { RedisSettings } from "./redis-settings.ts";
import type { Script } from "./scripts.ts";

export type Argument = string | number | Uint8Array;

/** What the rest needs of Redis. Replies are bytes, integers, `null` and lists of them. */
export interface RedisClient {
  /** The hosts for messages. */
  readonly hosts: string;
  /** Runs a command; the first argument is its key. It is repeated when its answer is lost. */
  command(name: string, args: readonly Argument[]): Promise<unknown>;
  /** Runs a script on keys of one hash tag. It is repeated when its answer is lost. */
  run(script: Script, keys: readonly string[], args: readonly Argument[]): Promise<unknown>;
  /** Runs a command without a key on every node that is written to. */
  askMasters(name: string, args: readonly Argument[]): Promise<readonly unknown[]>;
  /** The same connections, with another bound on the wait for a Redis that has gone away, in milliseconds. */
  within(patience: number): RedisClient;
  /** Safe to call twice. */
  close(): Promise<void>;
}

export interface ClientOptions {
  readonly settings: RedisSettings;
  readonly logger: Logger;
  /** How long a command waits for a Redis that has not answered yet, in milliseconds. */
  readonly startPatience: number;
  /** How long a command waits for a Redis that has gone away, in milliseconds. */
  readonly patience: number;
}

type Connection = Redis | Cluster;

/** The connections of a process, and what is known of them. */
interface Link {
  readonly connection: Connection;
  readonly hosts: string;
  readonly startPatience: number;
  /** Why there is no connection is told by an event; a command that meets none only learns that there is none. */
  trouble: unknown;
  answered: boolean;
  closed: boolean;
}

/** Longest wait for one answer; a server that takes longer hangs. */
const ANSWER_TIMEOUT = 4_000;
const CONNECT_TIMEOUT = 5_000;
const RECONNECT_PAUSE = 200;

/**
 * Connects in the background and for ever. Commands wait for a Redis that is away, within bounds.
 * @throws AppError from each method: `store_unavailable`, `store_unauthorized`, `store_forbidden`, `store_full`, `store_untrusted`, `store_closed`;
 * `bad_setting` at once for settings that do not go together.
 */
export function createRedisClient({ settings, logger, startPatience, patience }: ClientOptions): RedisClient {
  const hosts = describeHosts(settings.REDIS_URL);
  const link: Link = { connection: connect(settings), hosts, startPatience, trouble: null, answered: false, closed: false };
  link.connection.on("error", (error: Error) => {
    if (link.trouble === null && !link.closed) logger.warn({ hosts, reason: error.message }, "no connection to Redis, trying again");
    link.trouble = error;
  });
  link.connection.on("ready", () => {
    if (link.trouble !== null) logger.info({ hosts }, "connected to Redis again");
    link.trouble = null;
  });
  return clientOf(link, patience);
}

function clientOf(link: Link, patience: number): RedisClient {
  const { connection, hosts } = link;
  return {
    hosts,
    command: (name, args) => persistently(link, patience, () => send(connection, name, args)),
    run: (script, keys, args) => persistently(link, patience, () => runScript(connection, script, [keys.length, ...keys, ...args])),
    askMasters: (name, args) => persistently(link, patience, () => Promise.all(mastersOf(connection).map((master) => send(master, name, args)))),
    within: (other) => clientOf(link, other),
    close: async () => {
      link.closed = true;
      connection.disconnect();
    },
  };
}

async function persistently<T>(link: Link, patience: number, attempt: () => Promise<T>): Promise<T> {
  const { hosts } = link;
  const milliseconds = link.answered ? patience : link.startPatience;
  const lasting = (error: unknown): AppError | null => {
    if (link.closed) return new AppError("store_closed", "The connection to Redis has been closed.");
    return lastingFailure(error, hosts) ?? (link.trouble === null ? null : lastingFailure(link.trouble, hosts));
  };
  const exhausted = (error: unknown): AppError => outOfReach(link.trouble ?? error, hosts, milliseconds);
  const answer = await patiently(attempt, { milliseconds, lasting, exhausted });
  link.answered = true;
  return answer;
}

function send(connection: Connection, name: string, args: readonly Argument[]): Promise<unknown> {
  return connection.callBuffer(name, args.map(sendable));
}

/** ioredis takes Buffers only. */
const sendable = (argument: Argument): string | number | Buffer =>
  argument instanceof Uint8Array ? Buffer.from(argument.buffer, argument.byteOffset, argument.byteLength) : argument;

async function runScript(connection: Connection, { text, sha }: Script, args: readonly Argument[]): Promise<unknown> {
  try {
    return await send(connection, "evalsha", [sha, ...args]);
  } catch (error) {
    if (!isUnknownScript(error)) throw error;
    return send(connection, "eval", [text, ...args]);
  }
}

function mastersOf(connection: Connection): readonly Redis[] {
  if (connection instanceof Redis) return [connection];
  const masters = connection.nodes("master");
  if (masters.length === 0) throw new Error("the cluster has not been found yet");
  return masters;
}

function connect(settings: RedisSettings): Connection {
  const { hosts, database: db } = settings.REDIS_URL;
  const retryStrategy = (): number => RECONNECT_PAUSE;
  checkTogether(settings);
  if (!isCluster(settings)) return new Redis({ ...hosts[0], ...optionsOf(settings), db, retryStrategy });
  return new Cluster([...hosts], {
    redisOptions: optionsOf(settings),
    enableOfflineQueue: false,
    clusterRetryStrategy: retryStrategy,
    slotsRefreshTimeout: CONNECT_TIMEOUT,
    // Certificates name hosts, not addresses.
    dnsLookup: (name, found) => found(null, name),
  });
}

/** Commands are repeated here, with their deadline, and not by ioredis as well. RESP2 asks for the fewest permissions. */
function optionsOf(settings: RedisSettings) {
  const { tls, ...url } = settings.REDIS_URL;
  const username = settings.REDIS_USERNAME ?? url.username;
  const password = settings.REDIS_PASSWORD ?? url.password;
  return {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls ? { tls: tlsOptions(settings) } : {}),
    protocol: 2 as const,
    disableClientInfo: true,
    // A Redis that is still loading says so, and is asked again.
    enableReadyCheck: false,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: ANSWER_TIMEOUT,
    connectTimeout: CONNECT_TIMEOUT,
    reconnectOnError: (error: Error) => error.message.startsWith("READONLY"),
  };
}

function tlsOptions({ REDIS_TLS_CA }: RedisSettings): { readonly ca?: Buffer } {
  if (REDIS_TLS_CA === undefined) return {};
  try {
    return { ca: readFileSync(REDIS_TLS_CA) };
  } catch (cause) {
    throw new AppError("bad_setting", `REDIS_TLS_CA is ${JSON.stringify(REDIS_TLS_CA)}: the file cannot be read`, { cause });
  }
}
