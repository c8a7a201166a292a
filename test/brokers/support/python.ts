import { spawnSync } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";

const LIBRARIES = ["redis", "msgpack"];
const IMPORTS = LIBRARIES.map((name) => `import ${name}`).join("; ");
const INSTALL_TIMEOUT = 120_000;

/** A Python with the libraries that the examples in the documentation need, in a folder outside of the repository; `null` where there can be none. */
export function findPython(): string | null {
  const venv = join(homedir(), ".cache", "segue", "python");
  const own = join(venv, "bin", "python");
  if (hasLibraries("python3")) return "python3";
  if (hasLibraries(own)) return own;
  const steps = [
    ["python3", "-m", "venv", venv],
    [own, "-m", "pip", "install", "--quiet", ...LIBRARIES],
  ];
  return steps.every(([command = "", ...args]) => succeeds(command, args)) ? own : null;
}

const succeeds = (command: string, args: readonly string[]): boolean => spawnSync(command, args, { timeout: INSTALL_TIMEOUT }).status === 0;
const hasLibraries = (python: string): boolean => succeeds(python, ["-c", IMPORTS]);
