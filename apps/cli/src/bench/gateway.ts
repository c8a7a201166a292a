import type { Bench, BenchContext, BenchResult } from "./bench.ts";
import { moveToLoadCore, twoCores } from "./cores.ts";
import { cpuOf } from "./cpu-of.ts";
import type { Forked } from "./fork-worker.ts";
import { forkWorker } from "./fork-worker.ts";
import { postRequest } from "./keep-alive-connection.ts";
import { openLoad } from "./load.ts";
import { eventJson, onlineRetail } from "./online-retail.ts";
import type { Sample } from "./results.ts";
import { resultOf } from "./results.ts";

const PER_BATCH = 500;
const CONNECTIONS = 4;
/** Each round sends all orders this often, so that the clock's steps of 10 ms do not matter. */
const TIMES = 2;

/** POST /v1/events in batches of 500 against a trivial POST that parses the same bytes. */
export const gatewayBench: Bench = { name: "gateway", summary: "CPU per event of POST /v1/events, batches of 500", embedded: run };

async function run(context: BenchContext): Promise<readonly BenchResult[]> {
  const { workspace, repetitions, short, note } = context;
  const cores = twoCores();
  const requests = await batches(short);
  const start = (role: string): Promise<Forked<string>> =>
    forkWorker<string>({ workspace, file: new URL("./gateway-worker.js", import.meta.url), cores, args: [role, workspace.path(role)] });
  const [gateway, trivial] = [await start("gateway"), await start("trivial")];
  const moveBack = moveToLoadCore(cores);
  try {
    const samples: Sample[] = [];
    for (let round = 0; round <= repetitions; round += 1) {
      note(round === 0 ? "gateway: warming up" : `gateway: round ${round} of ${repetitions}`);
      const floor = await cpuPerEvent(trivial, requests);
      const value = await cpuPerEvent(gateway, requests);
      if (round > 0) samples.push({ value, floor });
    }
    return [resultOf({ name: "gateway", unit: "us CPU/event", samples, target: 3 })];
  } finally {
    moveBack();
    gateway.stop();
    trivial.stop();
  }
}

async function batches(short: boolean): Promise<readonly string[]> {
  const orders = await onlineRetail();
  const events = orders.slice(0, short ? 4 * PER_BATCH : orders.length).map(eventJson);
  const whole = Math.floor(events.length / PER_BATCH);
  return Array.from({ length: whole }, (_, at) => postRequest("/v1/events", `[${events.slice(at * PER_BATCH, (at + 1) * PER_BATCH).join(",")}]`));
}

async function cpuPerEvent({ pid, told }: Forked<string>, requests: readonly string[]): Promise<number> {
  const load = await openLoad(told, CONNECTIONS);
  const start = cpuOf(pid);
  for (let time = 0; time < TIMES; time += 1) await load.closed(requests);
  const used = cpuOf(pid) - start;
  load.close();
  return used / (TIMES * requests.length * PER_BATCH);
}
