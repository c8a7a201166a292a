import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { AppError } from "@segue/shared/errors";
import type { CliIo } from "../cli-io.ts";
import type { HttpClient } from "../http-client.ts";
import { createClient } from "../http-client.ts";
import { startProgress, thousands } from "../progress.ts";
import { parseColumnMap } from "../purchase-log/column-map.ts";
import { droppedSummary } from "../purchase-log/load-summary.ts";
import { openLog } from "../purchase-log/log.ts";
import type { LogReport } from "../purchase-log/log-report.ts";
import { drop, emptyReport } from "../purchase-log/log-report.ts";
import type { PurchaseOrder } from "../purchase-log/order-table.ts";
import { postLines } from "../purchase-log/post-lines.ts";
import { purchaseEvent } from "../purchase-log/purchase-event.ts";
import type { GroupedLog } from "../purchase-log/read-orders.ts";
import { groupOrders } from "../purchase-log/read-orders.ts";
import type { Replayed } from "../purchase-log/replay-orders.ts";
import { replayOrders } from "../purchase-log/replay-orders.ts";
import { parseTime } from "../purchase-log/times.ts";
import { DEFAULT_URL, currencyCode } from "./import.ts";

export interface ReplayCommandOptions {
  readonly speed: number;
  readonly to: string;
  readonly from?: number;
  readonly until?: number;
  readonly map?: string;
  readonly currency?: string;
  readonly apiKey?: string;
  /** How long to go on trying when the server is gone, in milliseconds. */
  readonly patience?: number;
}

/** Adds `segue replay`. */
export function addReplay(program: Command, io: CliIo): void {
  program
    .command("replay")
    .description("send the purchases of a file in the order of their times, N times as fast as they happened")
    .argument("<file>", "a purchase log: CSV or NDJSON, gzipped or not")
    .requiredOption("--speed <n>", "times real time; 86400 makes a day a second", positive)
    .option("--to <url>", "where Segue answers", DEFAULT_URL)
    .option("--from <time>", "begin with the orders of this time, ISO 8601", isoTime)
    .option("--until <time>", "end before the orders of this time, ISO 8601", isoTime)
    .option("--map <col=field,...>", "what columns mean, where their names do not tell")
    .option("--currency <code>", "of the prices, where the file does not say, e.g. GBP", currencyCode)
    .option("--api-key <key>", "where the server wants one")
    .action(async (file: string, options: ReplayCommandOptions) => {
      const stop = new AbortController();
      // Only once: a second Ctrl-C ends the process the hard way.
      process.once("SIGINT", () => stop.abort());
      await replayFile(file, { ...options, signal: stop.signal }, io);
    });
}

/**
 * Replays a purchase log into a running server until its end or the signal.
 * @throws AppError when the file or the server cannot be used, or no order is in the span.
 */
export async function replayFile(path: string, options: ReplayCommandOptions & { readonly signal: AbortSignal }, io: CliIo): Promise<void> {
  const client = createClient({ url: options.to, apiKey: options.apiKey, patience: options.patience, signal: options.signal });
  const map = options.map === undefined ? undefined : parseColumnMap(options.map);
  const log = await openLog(path, { kind: "purchases", map });
  const grouped = await groupOrders(log).finally(() => log.table.close());
  io.note(grouped.report.description);
  for (const line of droppedSummary(grouped.report)) io.note(line);
  const [first] = ordersBetween(grouped, options);
  if (first === undefined) throw new AppError("nothing_to_replay", `no order of ${path} is in the span; ${spanOf(grouped)}`);
  await client.reach();
  const refused = emptyReport();
  const replayed = await runReplay(grouped, { options, client, refused, first });
  for (const line of droppedSummary(refused)) io.note(line);
  io.out(outcomeOf(replayed));
  if (replayed.failure !== undefined) throw replayed.failure;
}

interface Run {
  readonly options: ReplayCommandOptions & { readonly signal: AbortSignal };
  readonly client: HttpClient;
  readonly refused: LogReport;
  readonly first: PurchaseOrder;
}

async function runReplay(grouped: GroupedLog, { options, client, refused, first }: Run): Promise<Replayed> {
  const { signal, speed } = options;
  const end = Math.min(options.until ?? grouped.report.lastTime, grouped.report.lastTime);
  const bar = startProgress({ label: "replaying", total: end - first.time, show: (passed) => new Date(first.time + passed).toISOString() });
  const post = async (orders: readonly PurchaseOrder[]): Promise<void> => {
    const { rejected } = await postLines(client, "/v1/events", orders.map((order) => JSON.stringify(purchaseEvent(order, options.currency))));
    for (const { index, code, message } of rejected) drop(refused, { row: orders[index]?.row ?? 0, outcome: "rejected", code, message });
  };
  try {
    return await replayOrders(ordersBetween(grouped, options), { speed, signal, post, onSent: (last) => bar.update(last.time - first.time) });
  } finally {
    bar.stop();
  }
}

function* ordersBetween(grouped: GroupedLog, { from = -Infinity, until = Infinity }: { from?: number; until?: number }): Generator<PurchaseOrder> {
  for (const order of grouped.orders()) {
    if (order.time >= until) return;
    if (order.time >= from) yield order;
  }
}

function outcomeOf({ sent, next, latest }: Replayed): string {
  const behind = latest > 1_000 ? `; at worst ${(latest / 1000).toFixed(1)} s behind, the server could not keep up` : "";
  if (next === undefined) return `replayed ${thousands(sent)} orders${behind}`;
  const time = new Date(next.time).toISOString();
  return `stopped before ${time}, after ${thousands(sent)} orders${behind}; go on with --from ${time}`;
}

function spanOf({ report }: GroupedLog): string {
  if (report.orders === 0) return "it has no orders";
  return `its orders are from ${new Date(report.firstTime).toISOString()} to ${new Date(report.lastTime).toISOString()}`;
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError("A speed is a number above 0.");
  return value;
}

function isoTime(text: string): number {
  const time = parseTime(text, "ISO 8601");
  if (Number.isNaN(time)) throw new InvalidArgumentError("A time is written as 2026-03-01 or 2026-03-01T10:00:00Z.");
  return time;
}
