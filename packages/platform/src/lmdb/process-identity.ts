import { readFileSync } from "node:fs";

/**
 * What tells a running process from a later one with the same pid: boot and start time on Linux, mere presence
 * elsewhere. Null when the process is gone.
 */
export function processIdentity(pid: number): string | null {
  const boot = readOrNull("/proc/sys/kernel/random/boot_id");
  if (boot === null) return isPresent(pid) ? "present" : null;
  const stat = readOrNull(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The name comes second, in brackets, and may hold anything, so the fields are counted from its end.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, startTime] = [fields[0], fields[19]];
  // A killed process keeps its entry until its parent asks for it, yet it will never write again.
  if (startTime === undefined || state === "Z" || state === "X") return null;
  return `${startTime}.${boot.slice(0, 8)}`;
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function isPresent(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
