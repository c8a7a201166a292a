import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "@segue/local-brokers/free-port";
import type { Closeable } from "@segue/platform/lifecycle";
import { AppError } from "@segue/shared/errors";
import { readySchema } from "@segue/shared/api/system";
import type { Cores } from "./cores.ts";
import { nodeOn } from "./cores.ts";
import { plainEnvironment } from "./product.ts";
import type { Workspace } from "./workspace.ts";

export interface ServiceOptions {
  readonly workspace: Workspace;
  readonly name: "ingest" | "segmenter" | "recommender";
  readonly cores: Cores | null;
  readonly env: Readonly<Record<string, string>>;
}

/** A built service as a process of its own. */
export interface Service extends Closeable {
  readonly url: string;
  readonly pid: number;
}

const PATIENCE = 60_000;
const PAUSE = 20;

/** Starts a service in a data folder of its own, and waits until it has found its brokers. */
export async function startService({ workspace, name, cores, env }: ServiceOptions): Promise<Service> {
  const port = await freePort();
  const { file, args } = nodeOn(cores, [fileURLToPath(import.meta.resolve(`@segue/${name}/main`))]);
  const all = { ...plainEnvironment(), ...env, SEGUE_PORT: String(port), SEGUE_DATA: workspace.path(name) };
  const child = workspace.own(spawn(file, args, { env: all, stdio: ["ignore", "ignore", "pipe"] }));
  const exited = once(child, "exit");
  let output = "";
  child.stderr.on("data", (chunk: Buffer) => (output = (output + chunk.toString("utf8")).slice(-10_000)));
  const url = `http://127.0.0.1:${port}`;
  const deadline = performance.now() + PATIENCE;
  while (!(await hasStarted(url))) {
    if (child.exitCode !== null || performance.now() > deadline) throw new AppError("start_failed", `${name} did not start within ${PATIENCE / 1000} s: ${output.trim()}`);
    await sleep(PAUSE);
  }
  return {
    url,
    pid: child.pid ?? 0,
    async close() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}

/** While it waits for its brokers, "start" is among what makes a service not ready. */
async function hasStarted(url: string): Promise<boolean> {
  try {
    const { checks } = readySchema.parse(await (await fetch(`${url}/readyz`)).json());
    return checks.every(({ name }) => name !== "start");
  } catch {
    return false;
  }
}
