import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Everything a benchmark leaves behind if nobody looks after it: folders and processes. */
export interface Workspace {
  /** A path of its own that does not exist yet. */
  path(name: string): string;
  /** A child that must not outlive the benchmark. */
  own<T extends ChildProcess>(child: T): T;
  /** Kills what still runs and removes all folders. Safe to call twice. */
  close(): void;
}

const INTERRUPTED = 130;

export function createWorkspace(): Workspace {
  const root = mkdtempSync(join(tmpdir(), "segue-bench-"));
  const children = new Set<ChildProcess>();
  let paths = 0;
  const interrupt = (): never => process.exit(INTERRUPTED);
  const close = (): void => {
    for (const child of children) child.kill("SIGKILL");
    // A child that dies only now may still write a file into the folder that is being removed.
    rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    process.off("exit", close).off("SIGINT", interrupt).off("SIGTERM", interrupt);
  };
  process.once("exit", close).once("SIGINT", interrupt).once("SIGTERM", interrupt);
  return {
    path: (name) => join(root, `${++paths}-${name}`),
    own(child) {
      children.add(child);
      child.once("exit", () => children.delete(child));
      return child;
    },
    close,
  };
}
