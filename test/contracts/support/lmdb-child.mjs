// One task on the built adapter, in a process of its own: node lmdb-child.mjs <task> <folder>. It tells its parent by lines.
import { setInterval } from "node:timers";
import { setImmediate } from "node:timers/promises";
import { openLmdb } from "../../../packages/platform/dist/lmdb/open-lmdb.js";

const [task, folder] = process.argv.slice(2);
const SCOPE = { owner: "ingest", partition: 0 };
const say = (line) => process.stdout.write(`${line}\n`);
const record = (topic, text) => ({ topic, key: "k", value: Buffer.from(text) });

/** Appends numbered records, several lists at a time, and says each number once it is acknowledged. */
async function append({ log }) {
  const one = async (list) => {
    for (let i = 0; ; i++) {
      const texts = Array.from({ length: 1 + (i % 4) }, (_, j) => `${list}.${i}.${j}`);
      await log.append(texts.map((text) => record("events", text)));
      say(`acked ${list}.${i}`);
    }
  };
  await Promise.all([0, 1, 2].map(one));
}

/** Commits numbered changes, each of which writes its number in several places, going on where the folder stands. */
async function commit({ store }) {
  let { checkpoint } = await store.read(SCOPE, []);
  for (;;) {
    const next = String(Number(checkpoint ?? 0) + 1);
    const puts = ["a", "m", "z"].map((id) => ({ collection: "customers", id, value: Buffer.from(next) }));
    puts.push({ collection: "customers", id: `bulk ${Number(next) % 20}`, value: Buffer.alloc(3000, Number(next) % 256) });
    const publish = [record("customer-updates", next)];
    if (!(await store.commit(SCOPE, { expected: checkpoint, next, puts, deletes: [], publish }))) throw new Error("refused");
    checkpoint = next;
    say(`acked ${next}`);
  }
}

/** Holds the folder until killed. */
async function hold() {
  say("acked holding");
  setInterval(() => {}, 1000);
}

/** Opens everything, closes it, and should then have nothing left to stay for. */
async function leave(lmdb) {
  const options = { topics: ["events"], group: "leaving", from: async () => 0, onFailure: (error) => say(`failed ${error}`) };
  await lmdb.log.subscribe(options, async () => undefined);
  await lmdb.log.append([record("events", "1")]);
  await lmdb.close();
  say("acked closed");
}

/** Writes, and leaves without closing. */
async function forget({ log }) {
  await log.append([record("events", "1")]);
  say("acked forgotten");
}

/** Appends and commits until the disk refuses, and says with what it was refused and what is left. */
async function fill(lmdb) {
  const { log, store } = lmdb;
  const value = Buffer.alloc(100_000, 1);
  for (let i = 0; ; i++) {
    const puts = [{ collection: "customers", id: `${i}`, value }];
    const publish = [record("customer-updates", `${i}`)];
    const results = await Promise.allSettled([
      log.append([{ topic: "events", key: `${i}`, value }]),
      store.commit(SCOPE, { expected: i === 0 ? null : String(i), next: String(i + 1), puts, deletes: [], publish }),
    ]);
    const refused = results.filter(({ status }) => status === "rejected");
    if (refused.length === 0) continue;
    const { checkpoint } = await store.read(SCOPE, []);
    say(JSON.stringify({ tried: i + 1, codes: refused.map(({ reason }) => reason.code), checkpoint, ends: await log.end("events") }));
    break;
  }
  await setImmediate();
  await lmdb.close();
  say("acked closed");
}

const tasks = { append, commit, fill, forget, hold, leave };
try {
  await tasks[task](openLmdb(folder));
} catch (error) {
  say(`refused ${error.code ?? error}`);
  process.exitCode = 1;
}
