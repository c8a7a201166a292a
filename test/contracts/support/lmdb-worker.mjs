// Another thread of the process that has the folder open: folds `events` into a counter and answers each record on `customer-updates`.
import { parentPort, workerData } from "node:worker_threads";
import { openLmdb } from "../../../packages/platform/dist/lmdb/open-lmdb.js";

const SCOPE = { owner: "ingest", partition: 0 };
const COUNTER = { collection: "customers", id: "counter" };

const { log, store, close } = openLmdb(workerData.folder);
let { checkpoint } = await store.read(SCOPE, []);

const fold = async ({ records }) => {
  const { values } = await store.read(SCOPE, [COUNTER]);
  const count = Number(values[0] === undefined ? 0 : Buffer.from(values[0]).toString()) + records.length;
  const next = String(records[records.length - 1].offset + 1);
  const publish = records.map(({ key, value }) => ({ topic: "customer-updates", key, value }));
  const puts = [{ ...COUNTER, value: Buffer.from(String(count)) }];
  if (!(await store.commit(SCOPE, { expected: checkpoint, next, puts, deletes: [], publish }))) throw new Error("refused");
  checkpoint = next;
};
const onFailure = (error) => {
  throw error;
};
await log.subscribe({ topics: ["events"], group: "worker", from: async () => Number(checkpoint ?? 0), onFailure, maxRecords: 20 }, fold);

parentPort.on("message", async () => {
  await close();
  parentPort.close();
});
parentPort.postMessage("up");
