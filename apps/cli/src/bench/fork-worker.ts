import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { AppError } from "@segue/shared/errors";
import type { Cores } from "./cores.ts";
import { nodeOn } from "./cores.ts";
import { plainEnvironment } from "./product.ts";
import type { Workspace } from "./workspace.ts";

export interface WorkerJob {
  readonly workspace: Workspace;
  readonly file: URL;
  readonly cores: Cores | null;
  readonly args: readonly string[];
  /** Variables beside those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A process of the benchmark's own that tells one thing by one message. */
export interface Forked<T> {
  readonly pid: number;
  readonly told: T;
  readonly stop: () => void;
}

/** Starts a process and waits for its message. @throws AppError when it ends without one. */
export async function forkWorker<T>({ workspace, file, cores, args, env = {} }: WorkerJob): Promise<Forked<T>> {
  const command = nodeOn(cores, []);
  // NODE_OPTIONS still reach the child; the parent's own flags do not, so that a profile of the parent stays one.
  const options = { execPath: command.file, execArgv: [...command.args], env: { ...plainEnvironment(), ...env } };
  const child: ChildProcess = workspace.own(fork(fileURLToPath(file), args, options));
  const told = await new Promise<T>((resolve, reject) => {
    child.once("message", (message) => resolve(message as T));
    child.once("error", reject);
    child.once("exit", (code) => reject(new AppError("bench_failed", `${file.pathname} ended with ${String(code)} before it had told anything`)));
  });
  return { pid: child.pid ?? 0, told, stop: () => void child.kill("SIGTERM") };
}

/** The worker's side. */
export function tellParent(message: unknown): void {
  process.send?.(message);
}
