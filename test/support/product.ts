import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../../apps/cli/bin/segue.js", import.meta.url));

/** The built product as a process of its own. */
export interface Product {
  readonly url: string;
  readonly pid: number;
  /** Everything it has written so far. */
  output(): string;
  /** An orderly stop by SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** kill -9. */
  kill(): Promise<void>;
}

export interface ProductOptions {
  readonly data: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const START_TIMEOUT = 60_000;

/** Starts `segue up` on any free port and waits until it says where it listens. */
export async function startProduct({ data, args = [], env = {} }: ProductOptions): Promise<Product> {
  if (!existsSync(fileURLToPath(new URL("../../apps/cli/dist/cli.js", import.meta.url)))) throw new Error("not built: run `npm run build`");
  const child = spawn(process.execPath, [CLI, "up", "--data", data, "--port", "0", ...args], { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const exited = once(child, "exit") as Promise<[number | null]>;
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no start within ${START_TIMEOUT} ms:\n${output}`)), START_TIMEOUT);
    const read = (chunk: Buffer): void => {
      output += chunk.toString("utf8");
      const found = /Segue is up: (http:\S+)/.exec(output);
      if (found?.[1] === undefined) return;
      clearTimeout(timer);
      resolve(found[1]);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    void exited.then(([code]) => {
      clearTimeout(timer);
      reject(new Error(`segue up ended with ${String(code)}:\n${output}`));
    });
  });
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    const [code] = await exited;
    return code;
  };
  return {
    url,
    pid: child.pid ?? 0,
    output: () => output,
    stop: () => end("SIGTERM"),
    kill: async () => void (await end("SIGKILL")),
  };
}

/** Asks until `look` gives something else than undefined. */
export async function eventually<T>(look: () => Promise<T | undefined>, { within = 20_000, every = 100 } = {}): Promise<T> {
  const deadline = Date.now() + within;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`nothing within ${within} ms`);
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}
