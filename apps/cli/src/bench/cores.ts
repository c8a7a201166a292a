import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Which core the measured process gets and which one the load comes from. */
export interface Cores {
  readonly server: number;
  readonly load: number;
}

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/** Two cores that this process may use, `null` where there are not two or where `taskset` is not there. */
export function twoCores(): Cores | null {
  if (spawnSync("taskset", ["-V"]).status !== 0) return null;
  const [server, load] = allowedCores();
  return server === undefined || load === undefined ? null : { server, load };
}

/** `node` with arguments, kept on the server's core where there is one. */
export function nodeOn(cores: Cores | null, args: readonly string[]): Command {
  if (cores === null) return { file: process.execPath, args };
  return { file: "taskset", args: ["-c", String(cores.server), process.execPath, ...args] };
}

/** Moves this process, all its threads, to the core for load; the answer moves it back. */
export function moveToLoadCore(cores: Cores | null): () => void {
  if (cores === null) return () => undefined;
  const before = allowedCores().join(",");
  pinSelf(String(cores.load));
  return () => pinSelf(before);
}

function pinSelf(list: string): void {
  spawnSync("taskset", ["-a", "-c", "-p", list, String(process.pid)]);
}

/** Linux says "0-3,8"; elsewhere nothing is known. */
function allowedCores(): readonly number[] {
  try {
    const found = /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "";
    return parseCores(found);
  } catch {
    return [];
  }
}

export function parseCores(list: string): readonly number[] {
  if (list === "") return [];
  return list.split(",").flatMap((part) => {
    const [first = 0, last = first] = part.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, at) => first + at);
  });
}
