import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { eventually } from "./reader.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const CHILD = fileURLToPath(new URL("lmdb-child.mjs", import.meta.url));

export type Task = "append" | "commit" | "fill" | "forget" | "hold" | "leave";

export interface Child {
  readonly process: ChildProcess;
  /** What it has said so far, line by line. */
  readonly lines: readonly string[];
  /** What it has acknowledged so far. */
  acked(): string[];
  /** Waits until it has acknowledged something. */
  isUp(): Promise<void>;
  /** Kills it, as a power cut for processes, and waits until it is gone. */
  kill(): Promise<void>;
}

/** Other processes and threads run the build, so it must be of these sources. Type errors are found elsewhere, and hinder no build. */
export function buildPlatform(): void {
  spawnSync(process.execPath, ["node_modules/typescript/bin/tsc", "-b", "packages/platform"], { cwd: ROOT });
}

/** Starts a task of lmdb-child.mjs on a folder; `limit` is the largest file it may write, in kB. */
export function startChild(task: Task, folder: string, limit?: number): Child {
  const node = [process.execPath, CHILD, task, folder];
  const command = limit === undefined ? node : ["/bin/sh", "-c", `ulimit -f ${limit * 2}; exec "$@"`, "sh", ...node];
  const child = spawn(command[0] ?? "", command.slice(1), { stdio: ["ignore", "pipe", "inherit"] });
  const lines: string[] = [];
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const parts = (rest + text).split("\n");
    // A line that the kill cut off was not said.
    rest = parts.pop() ?? "";
    lines.push(...parts);
  });
  const exited = once(child, "close");
  const acked = () => lines.filter((line) => line.startsWith("acked ")).map((line) => line.slice("acked ".length));
  return {
    process: child,
    lines,
    acked,
    isUp: () => eventually(`child ${task}`, () => acked().length > 0 || child.exitCode !== null),
    kill: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
