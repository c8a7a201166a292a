import { once } from "node:events";
import type { EventLog, NewRecord } from "@segue/shared/ports/event-log";
import { openLmdb } from "@segue/platform/lmdb/open-lmdb";
import { tellParent } from "./fork-worker.ts";
import { appendAll, cpuOfWork, ingestAll, orderRecords } from "./ingest-work.ts";
import type { Sample } from "./results.ts";

const [path = "", repetitions = "1", limit = "0"] = process.argv.slice(2);

/** Ingest alone, on a log and a store of its own: CPU microseconds per order. */
async function measure(folder: string, records: readonly NewRecord[]): Promise<Sample> {
  const lmdb = openLmdb(folder);
  try {
    await appendAll(lmdb.log, records);
    const read = (): Promise<number> => cpuOfWork(() => readAll(lmdb.log, records.length));
    const before = [await read(), await read()];
    const value = await cpuOfWork(async () => {
      await ingestAll(lmdb, records.length);
      // The last commits are visible before they are durable; their flush belongs to the work.
      await lmdb.log.end("customer-updates");
    });
    // Reading is short: on both sides of the work it sees more of the machine that the work saw.
    const floors = [...before, await read(), await read()];
    return { value: value / records.length, floor: floors.reduce((sum, floor) => sum + floor, 0) / floors.length / records.length };
  } finally {
    await lmdb.close();
  }
}

async function readAll(log: EventLog, count: number): Promise<void> {
  let seen = 0;
  let finish: () => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const finished = new Promise<void>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  const subscription = await log.subscribe({ topics: ["events"], group: "bench", from: async () => "earliest", onFailure: fail }, async ({ records }) => {
    for (const { value } of records) seen += typeof JSON.parse(Buffer.from(value ?? []).toString("utf8")) === "object" ? 1 : 0;
    if (seen === count) finish();
  });
  await finished;
  await subscription.close();
}

const records = await orderRecords("whole", Number(limit) || Infinity);
// The first round is for the compiler.
await measure(`${path}-0`, records);
const samples: Sample[] = [];
for (let round = 1; round <= Number(repetitions); round += 1) samples.push(await measure(`${path}-${round}`, records));
tellParent(samples);
await once(process, "SIGTERM");
process.exit(0);
