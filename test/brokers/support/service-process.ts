import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { eventually } from "../../support/product.ts";

/** A built service as a process of its own. */
export interface ServiceProcess {
  readonly url: string;
  /** Everything it has written so far. */
  output(): string;
  /** `null` while it runs. */
  readonly exitCode: () => number | null;
  /** Resolves once /readyz says so. */
  ready(): Promise<void>;
  /** An orderly stop by SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** kill -9. */
  kill(): Promise<void>;
  /** Resolves with the exit code once it has ended by itself. */
  ended(): Promise<number | null>;
}

export interface ServiceOptions {
  /** As in docker-compose.yml: the path of a main.js. */
  readonly main: string;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
}

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Starts a service; it may take a while until it answers. */
export function startService({ main, port, env }: ServiceOptions): ServiceProcess {
  if (!existsSync(`${ROOT}${main}`)) throw new Error(`${main} is not built: run \`npm run build\``);
  const child = spawn(process.execPath, [main], { cwd: ROOT, env: { PATH: process.env.PATH, ...env, SEGUE_PORT: String(port) }, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
  const exited = once(child, "exit") as Promise<[number | null]>;
  const url = `http://127.0.0.1:${port}`;
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    const [code] = await exited;
    return code;
  };
  const isReady = async (): Promise<true | undefined> => {
    if (child.exitCode !== null) throw new Error(`${main} ended with ${child.exitCode}:\n${output}`);
    const reply = await fetch(`${url}/readyz`).catch(() => undefined);
    return reply?.status === 200 ? true : undefined;
  };
  return {
    url,
    output: () => output,
    exitCode: () => child.exitCode,
    ready: async () => {
      await eventually(isReady, { within: 60_000 }).catch((error: unknown) => {
        throw new Error(`${main} is not ready: ${String(error)}\n${output}`);
      });
    },
    stop: () => end("SIGTERM"),
    kill: async () => void (await end("SIGKILL")),
    ended: async () => (await exited)[0],
  };
}
