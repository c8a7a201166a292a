import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Workspace } from "../bench/workspace.ts";

/** A service that is started again whenever it ends, as a supervisor would. */
export interface SupervisedService {
  readonly name: string;
  readonly url: string;
  /** kill -9; it comes back. */
  kill(): void;
  /** SIGSTOP, and SIGCONT after so many milliseconds. */
  pause(milliseconds: number): Promise<void>;
  /** Ends it in order, for good. */
  stop(): Promise<void>;
  /** Times that it has ended by itself. */
  readonly ends: () => number;
  /** The last of what it wrote. */
  readonly output: () => string;
}

export interface ServiceOptions {
  readonly name: string;
  readonly main: URL;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  readonly workspace: Workspace;
}

const RESTART_PAUSE = 300;
const KEPT_OUTPUT = 4_000;

export function superviseService({ name, main, port, env, workspace }: ServiceOptions): SupervisedService {
  let wanted = true;
  let killed = false;
  let ends = 0;
  let output = "";
  let child: ChildProcess;
  let restarting: Promise<void> = Promise.resolve();
  const keep = (chunk: Buffer): void => void (output = (output + chunk.toString("utf8")).slice(-KEPT_OUTPUT));
  const start = (): void => {
    child = workspace.own(spawn(process.execPath, [fileURLToPath(main)], { env: { PATH: process.env.PATH, ...env, SEGUE_PORT: String(port) }, stdio: ["ignore", "pipe", "pipe"] }));
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.once("exit", () => {
      if (!wanted) return;
      if (!killed) ends++;
      killed = false;
      restarting = delay(RESTART_PAUSE).then(() => (wanted ? start() : undefined));
    });
  };
  start();
  return {
    name,
    url: `http://127.0.0.1:${port}`,
    kill: () => {
      killed = child.exitCode === null && child.signalCode === null;
      child.kill("SIGKILL");
    },
    pause: async (milliseconds) => {
      const paused = child;
      paused.kill("SIGSTOP");
      await delay(milliseconds);
      paused.kill("SIGCONT");
    },
    stop: async () => {
      wanted = false;
      await restarting;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      child.kill("SIGTERM");
      await exited;
    },
    ends: () => ends,
    output: () => output,
  };
}
