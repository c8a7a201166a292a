import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Redis } from "ioredis";
import { freePort } from "./free-port.ts";

/** A redis-server of one's own, to be killed and cut at will. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Where its files are. */
  readonly folder: string;
  readonly pid: number;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
  /** Ends it as a power cut for processes would. */
  kill(): Promise<void>;
  /** Starts it again on the same port, with what its files hold, or with nothing. */
  restart(options?: { readonly wipe?: boolean }): Promise<void>;
}

export interface RedisServerOptions {
  /** Further settings, as on the command line: `{ "maxmemory-policy": "allkeys-lru" }`. */
  readonly config?: Readonly<Record<string, string>>;
  /** Where to listen, any free port unless told otherwise. */
  readonly port?: number;
  /** A login other than none, for the address and to see that the server is up. */
  readonly login?: string;
}

/** Settings under which nothing that was answered is lost: with `everysec`, Redis holds back writes while it syncs. */
export const DURABLE = { appendfsync: "always" } as const;

export const NO_REDIS = "no Redis: set REDIS_URL, start Docker, or install redis-server";

/** Whether `startRedis` can work here. */
export function hasRedisServer(): boolean {
  return spawnSync("redis-server", ["--version"]).status === 0;
}

/** Starts the redis-server of this machine with an append-only file in a new folder. */
export async function startRedis({ config = {}, login, port: wanted }: RedisServerOptions = {}): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), "segue-redis-"));
  const port = wanted ?? (await freePort());
  const url = `redis://${login === undefined ? "" : `${login}@`}127.0.0.1:${port}`;
  const settings = { bind: "127.0.0.1", port: String(port), dir: folder, save: "", appendonly: "yes", ...config };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, ...value.split(" ")]);
  const start = async (): Promise<ChildProcess> => {
    const child = spawn("redis-server", args, { stdio: "ignore" });
    await isUp(url, child).catch((error: unknown) => {
      child.kill("SIGKILL");
      throw error;
    });
    return child;
  };
  let server = await start();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, "exit");
    server.kill(signal);
    await exited;
  };
  return {
    url,
    port,
    folder,
    get pid() {
      return server.pid ?? 0;
    },
    kill: () => end("SIGKILL"),
    stop: async () => {
      await end("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
    restart: async ({ wipe = false } = {}) => {
      await end("SIGKILL");
      if (wipe) for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
      server = await start();
    },
  };
}

async function isUp(url: string, child: ChildProcess): Promise<void> {
  const redis = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: null });
  redis.on("error", () => undefined);
  try {
    const exited = once(child, "exit").then(() => {
      throw new Error("redis-server ended at once; start it by hand to see why");
    });
    await Promise.race([redis.ping().catch(() => "it answers, and that is enough"), exited, delay(10_000).then(() => Promise.reject(new Error("redis-server does not come up")))]);
  } finally {
    redis.disconnect();
  }
}

/** Removes the keys that begin with `prefix`, and no others. */
export async function removeKeys(url: string, prefix: string): Promise<void> {
  const redis = new Redis(url);
  try {
    for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 1000 })) {
      if (keys.length > 0) await redis.unlink(keys);
    }
  } finally {
    redis.disconnect();
  }
}
