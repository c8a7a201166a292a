// Another thread of the process that has the folder open. It does what `workerData.task` says.
import { parentPort, workerData } from "node:worker_threads";
import { openLmdb } from "../../../packages/platform/dist/lmdb/open-lmdb.js";

const SCOPE = { owner: "ingest", partition: 0 };
const { folder, task } = workerData;
const customer = (id, text) => ({ collection: "customers", id, value: Buffer.from(text) });

/** Folds `events` into a counter and answers each record on `customer-updates`, until told to end. */
async function fold() {
  const { log, store, close } = openLmdb(folder);
  let { checkpoint } = await store.read(SCOPE, []);
  const counter = { collection: "customers", id: "counter" };

  const apply = async ({ records }) => {
    const { values } = await store.read(SCOPE, [counter]);
    const count = Number(values[0] === undefined ? 0 : Buffer.from(values[0]).toString()) + records.length;
    const next = String(records[records.length - 1].offset + 1);
    const publish = records.map(({ key, value }) => ({ topic: "customer-updates", key, value }));
    const puts = [customer("counter", String(count))];
    if (!(await store.commit(SCOPE, { expected: checkpoint, next, puts, deletes: [], publish }))) throw new Error("refused");
    checkpoint = next;
  };
  const onFailure = (error) => {
    throw error;
  };
  const from = async () => Number(checkpoint ?? 0);
  await log.subscribe({ topics: ["events"], group: "worker", from, onFailure, maxRecords: 20 }, apply);
  parentPort.on("message", async () => {
    await close();
    parentPort.close();
  });
}

/** Commits when told to, and says so without the help of the other thread's event loop. */
async function commitOnDemand() {
  const { store, close } = openLmdb(folder);
  parentPort.on("message", async (done) => {
    await store.commit(SCOPE, { expected: null, next: "1", puts: [customer("a", "new")], deletes: [], publish: [] });
    Atomics.store(done, 0, 1);
    Atomics.notify(done, 0);
    await close();
    parentPort.close();
  });
}

/** Stops in the middle of a commit, to be ended there: the clock is asked after the entries are written and before the records are. */
async function stopWithinCommit() {
  let isWriting = false;
  const now = () => {
    if (!isWriting) return 0;
    parentPort.postMessage("stopped");
    return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  };
  const { store } = openLmdb(folder, { now });
  const publish = ["1", "2"].map((text) => ({ topic: "customer-updates", key: "k", value: Buffer.from(text) }));
  await store.commit(SCOPE, { expected: null, next: "1", puts: [customer("a", "1"), customer("gone", "1")], deletes: [], publish });
  isWriting = true;
  const deletes = [{ collection: "customers", id: "gone" }];
  await store.commit(SCOPE, { expected: "1", next: "2", puts: [customer("a", "2"), customer("z", "2")], deletes, publish });
}

await { fold, commitOnDemand, stopWithinCommit }[task]();
parentPort.postMessage("up");
