import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { endWithUs } from "./end-with-us.ts";
import { freePort } from "./free-port.ts";

/** A redis-server of one's own, to be killed and cut at will. */
export interface NativeRedis {
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

export interface NativeRedisOptions {
  /** Further settings, as on the command line: `{ "maxmemory-policy": "allkeys-lru" }`. */
  readonly config?: Readonly<Record<string, string>>;
  /** Where to listen, any free port unless told otherwise. */
  readonly port?: number;
  /** A login other than none, for the address. */
  readonly login?: string;
}

/** Settings under which nothing that was answered is lost: with `everysec`, Redis holds back writes while it syncs. */
export const DURABLE = { appendfsync: "always" } as const;

const PATIENCE = 10_000;
const ANSWER_TIMEOUT = 1_000;

/** Whether `startNativeRedis` can work here. */
export function hasRedisServer(): boolean {
  return spawnSync("redis-server", ["--version"]).status === 0;
}

/** Starts the redis-server of this machine with an append-only file in a new folder. */
export async function startNativeRedis({ config = {}, login, port: wanted }: NativeRedisOptions = {}): Promise<NativeRedis> {
  const folder = mkdtempSync(join(tmpdir(), "segue-redis-"));
  const port = wanted ?? (await freePort());
  const url = `redis://${login === undefined ? "" : `${login}@`}127.0.0.1:${port}`;
  const settings = { bind: "127.0.0.1", port: String(port), dir: folder, save: "", appendonly: "yes", ...config };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, ...value.split(" ")]);
  const start = async (): Promise<ChildProcess> => {
    const child = spawn("redis-server", args, { stdio: "ignore" });
    endWithUs(child);
    await isUp(port, child).catch((error: unknown) => {
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

/** Asks until there is an answer: one that refuses will do, but not that the server is still loading its files. */
async function isUp(port: number, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  for (; performance.now() < deadline; await delay(20)) {
    if (child.exitCode !== null) throw new Error("redis-server ended at once; start it by hand to see why");
    const answer = await askOnce(port);
    if (answer !== "" && !answer.startsWith("-LOADING")) return;
  }
  throw new Error("redis-server does not come up");
}

/** The answer to a PING, empty where there is none. */
function askOnce(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
    const settle = (answer: string): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(ANSWER_TIMEOUT, () => settle(""));
    socket.once("data", (data: Buffer) => settle(data.toString("utf8")));
    socket.once("error", () => settle(""));
    socket.once("close", () => settle(""));
  });
}
