import { execFile } from "node:child_process";
import { promisify } from "node:util";

const MINUTE = 60_000;

/** Runs a program to its end and returns what it printed; rejects with what it complained about. */
export async function runTool(program: string, args: readonly string[], cwd?: string): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args, { ...(cwd === undefined ? {} : { cwd }), timeout: 5 * MINUTE, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** Whether a program is there and does what it is asked. */
export async function works(program: string, args: readonly string[]): Promise<boolean> {
  return promisify(execFile)(program, args, { timeout: 10_000 }).then(
    () => true,
    () => false,
  );
}
