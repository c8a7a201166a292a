import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";

/** This process may be killed itself: then the pipe to this guard closes, and the guard kills the child. */
export function endWithUs(child: ChildProcess): void {
  const guard = spawn("/bin/sh", ["-c", 'cat; kill -9 "$1"', "sh", String(child.pid)], { stdio: ["pipe", "ignore", "ignore"] });
  child.once("exit", () => guard.kill("SIGKILL"));
}
