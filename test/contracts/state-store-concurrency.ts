import { expect, it } from "vitest";
import { aCommit, aCustomer, INGEST } from "./support/opened-store.ts";
import type { OpenedStore } from "./support/opened-store.ts";
import { numbers, startReader, textRecord, textsOf } from "./support/reader.ts";

type Opened = () => OpenedStore;

const COUNTER = { collection: "customers", id: "counter" } as const;

/** Adds one to the counter, `times` times, beginning anew whenever another was faster. */
async function countUp({ store }: OpenedStore, times: number): Promise<number> {
  let refused = 0;
  for (let done = 0; done < times; ) {
    const { checkpoint, values } = await store.read(INGEST, [COUNTER]);
    const count = Number(values[0] === undefined ? 0 : Buffer.from(values[0]).toString());
    expect(checkpoint ?? "0").toBe(String(count));
    const next = String(count + 1);
    const publish = [textRecord("customer-updates", "counter", next)];
    if (await store.commit(INGEST, aCommit({ expected: checkpoint, next, puts: [aCustomer("counter", next)], publish }))) done += 1;
    else refused += 1;
  }
  return refused;
}

/** What holds when more than one writes. */
export function fighting(opened: Opened): void {
  it("lose nothing and double nothing when they fight for one checkpoint", async () => {
    const other = await opened().again();
    const refused = await Promise.all([countUp(opened(), 40), countUp(other, 40), countUp(other, 40)]);
    const { checkpoint, values } = await opened().store.read(INGEST, [COUNTER]);
    expect({ checkpoint, count: Buffer.from(values[0] ?? []).toString() }).toEqual({ checkpoint: "120", count: "120" });
    expect(Math.max(...refused)).toBeGreaterThan(0);
    const reader = await startReader(opened().log, ["customer-updates"]);
    // Where the log is not part of the commit, two that were equally fast have published the same.
    const [published = 0] = await opened().log.end("customer-updates");
    await reader.hasRead(published);
    await reader.close();
    expect(new Set(textsOf(reader.records))).toEqual(new Set(numbers(120, 1).map(String)));
    await other.close();
  });

  it("never let a reader see half of a commit", async () => {
    const { store } = opened();
    const reader = await opened().again();
    const both = ["a", "z"].map((id) => ({ collection: "customers", id }) as const);
    let writing = true;
    const looking = (async () => {
      let looks = 0;
      for (; writing || looks === 0; looks++) {
        const { checkpoint, values } = await reader.store.read(INGEST, both);
        const seen = values.map((value) => (value === undefined ? "0" : Buffer.from(value).toString()));
        expect(seen).toEqual([checkpoint ?? "0", checkpoint ?? "0"]);
        await new Promise((resolve) => setTimeout(resolve));
      }
      return looks;
    })();
    for (const i of numbers(50)) {
      const next = String(i + 1);
      await store.commit(INGEST, aCommit({ expected: i === 0 ? null : String(i), next, puts: both.map(({ id }) => aCustomer(id, next)) }));
    }
    writing = false;
    expect(await looking).toBeGreaterThan(5);
    await reader.close();
  });
}

/** How commits show in the log. */
export function following(opened: Opened): void {
  it("gets what a commit publishes, in order and over several topics", async () => {
    const { store, log } = opened();
    const reader = await startReader(log, ["customer-updates", "dead-letters"]);
    for (const i of numbers(10)) {
      const publish = [textRecord("customer-updates", "a", `update ${i}`), textRecord("dead-letters", "b", `letter ${i}`)];
      await store.commit(INGEST, aCommit({ expected: i === 0 ? null : String(i), next: String(i + 1), publish }));
    }
    await reader.hasRead(20);
    await reader.close();
    for (const [topic, word] of [["customer-updates", "update"], ["dead-letters", "letter"]] as const) {
      expect(textsOf(reader.records.filter((record) => record.topic === topic))).toEqual(numbers(10).map((i) => `${word} ${i}`));
    }
  });
}
