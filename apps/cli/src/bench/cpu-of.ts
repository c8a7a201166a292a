import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { AppError } from "@segue/shared/errors";

/** User and system CPU time that a process has used so far, all its threads, in microseconds. */
export function cpuOf(pid: number): number {
  if (process.platform === "linux") return ticksOf(readFileSync(`/proc/${pid}/stat`, "utf8")) * TICK;
  const { stdout } = spawnSync("ps", ["-o", "time=", "-p", String(pid)], { encoding: "utf8" });
  return secondsOf(stdout) * 1e6;
}

/** Linux tells processes of hundredths of a second, whatever the kernel's own tick is. */
const TICK = 10_000;
const USER_TIME = 11;

/** The name of the process stands in brackets and may hold anything, spaces and brackets as well. */
export function ticksOf(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[USER_TIME]) + Number(fields[USER_TIME + 1]);
}

/** "[[days-]hours:]minutes:seconds.hundredths". */
export function secondsOf(text: string): number {
  const [clock = "", days = "0"] = text.trim().split("-").reverse();
  const seconds = clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  if (clock === "" || Number.isNaN(seconds)) throw new AppError("no_cpu_time", `ps does not tell the CPU time of a process here: ${text.trim()}`);
  return Number(days) * 86_400 + seconds;
}
