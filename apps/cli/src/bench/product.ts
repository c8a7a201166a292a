import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { AppError } from "@segue/shared/errors";
import type { Cores } from "./cores.ts";
import { nodeOn } from "./cores.ts";
import type { Workspace } from "./workspace.ts";

const LAUNCHER = fileURLToPath(new URL("../../bin/segue.js", import.meta.url));
const START_TIMEOUT = 60_000;

/** The built product as a process of its own. */
export interface Product {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
}

export interface ProductOptions {
  readonly workspace: Workspace;
  readonly data: string;
  readonly cores: Cores | null;
  readonly args?: readonly string[];
  /** What is not to have its default. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts `segue up` on any free port with its default settings but for `env`, and waits until it says where it listens. */
export async function startProduct({ workspace, data, cores, args = [], env = {} }: ProductOptions): Promise<Product> {
  const { file, args: words } = nodeOn(cores, [LAUNCHER, "up", "--data", data, "--port", "0", ...args]);
  const child = workspace.own(spawn(file, words, { env: { ...plainEnvironment(), ...env }, stdio: ["ignore", "pipe", "pipe"] }));
  const exited = once(child, "exit");
  let output = "";
  const url = await new Promise<string>((resolve, reject) => {
    const fail = (why: string): void => reject(new AppError("start_failed", `segue up ${why}: ${output.trim()}`));
    const timer = setTimeout(() => fail(`did not start within ${START_TIMEOUT / 1000} s`), START_TIMEOUT);
    const read = (chunk: Buffer): void => {
      output = (output + chunk.toString("utf8")).slice(-10_000);
      const found = /Segue is up: (http:\S+)/.exec(output)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("error", (error) => fail(error.message));
    void exited.then(([code]) => fail(`ended with ${String(code)}`)).finally(() => clearTimeout(timer));
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await exited;
  };
  return { url, pid: child.pid ?? 0, stop: () => end("SIGTERM"), kill: () => end("SIGKILL") };
}

/** The defaults are what is measured, whatever the shell says. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(SEGUE|KAFKA|REDIS)_/.test(name)));
}
