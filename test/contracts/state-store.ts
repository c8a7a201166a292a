import type { StateStore } from "@segue/shared/ports/state-store";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fighting, following } from "./state-store-concurrency.ts";
import { aCommit, aCustomer, INGEST } from "./support/opened-store.ts";
import type { OpenedStore } from "./support/opened-store.ts";
import { numbers, startReader, textRecord, textsOf } from "./support/reader.ts";

/** What every state store does. `open` gives one that nobody else uses, and whose `close` frees all it took. */
export function stateStoreContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name} as a state store`, () => {
    let opened: OpenedStore;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());

    describe("commit and read", () => committing(() => opened));
    describe("a refused commit", () => refusing(() => opened));
    describe("scan", () => scanning(() => opened));
    describe("several writers", () => fighting(() => opened));
    describe("close", () => closing(() => opened));
    describe("the log", () => following(() => opened));
  });
}

type Opened = () => OpenedStore;

const customer = (id: string) => ({ collection: "customers", id }) as const;
const textsIn = (values: readonly (Uint8Array | undefined)[]) => values.map((value) => value && Buffer.from(value).toString());

function committing(opened: Opened): void {
  it("reads nothing before the first commit", async () => {
    expect(await opened().store.read(INGEST, [customer("a"), customer("b")])).toEqual({ checkpoint: null, values: [undefined, undefined] });
    expect(await opened().store.get("customers", ["a"])).toEqual([undefined]);
  });

  it("reads back checkpoint and values, in the order asked for", async () => {
    const { store } = opened();
    expect(await store.commit(INGEST, aCommit({ next: "17", puts: [aCustomer("a", "1"), aCustomer("b", "2")] }))).toBe(true);
    const { checkpoint, values } = await store.read(INGEST, ["b", "none", "a", "b"].map(customer));
    expect(checkpoint).toBe("17");
    expect(textsIn(values)).toEqual(["2", undefined, "1", "2"]);
    expect(textsIn(await store.get("customers", ["a", "none", "b"]))).toEqual(["1", undefined, "2"]);
  });

  it("keeps ids and values as they are", async () => {
    const { store } = opened();
    const everyByte = Uint8Array.from(numbers(256));
    const ids = ["sl/ash", "a:b{c}d*", "emoji 🛒 ñ", "x".repeat(128), "🛒".repeat(32), " ", "customers", "nul \u0000 in it"];
    const values = [everyByte, new Uint8Array(0), everyByte.subarray(3, 5), Buffer.alloc(200_000, 9)];
    const puts = ids.map((id, i) => ({ collection: "customers", id, value: values[i % values.length] ?? everyByte }) as const);
    await store.commit(INGEST, aCommit({ puts }));
    const hex = (value: Uint8Array | undefined) => value && Buffer.from(value).toString("hex");
    expect((await store.get("customers", ids)).map(hex)).toEqual(puts.map(({ value }) => hex(value)));
    const { entries } = await store.scan("customers", { cursor: null, limit: 100 });
    expect(entries.map(({ id }) => id).sort()).toEqual([...ids].sort());
  });

  it("replaces and deletes, and does not mind when there is nothing to delete", async () => {
    const { store } = opened();
    await store.commit(INGEST, aCommit({ puts: [aCustomer("a", "1"), aCustomer("b", "1")] }));
    const change = { expected: "1", next: "2", puts: [aCustomer("a", "2")], deletes: [customer("b"), customer("none")] };
    expect(await store.commit(INGEST, aCommit(change))).toBe(true);
    expect(textsIn(await store.get("customers", ["a", "b"]))).toEqual(["2", undefined]);
  });

  it("keeps collections apart", async () => {
    const { store } = opened();
    const tombstone = { collection: "tombstones", id: "a", value: Buffer.from("gone") } as const;
    await store.commit(INGEST, aCommit({ puts: [aCustomer("a", "customer"), tombstone] }));
    await store.commit(INGEST, aCommit({ expected: "1", deletes: [customer("a")] }));
    expect(textsIn(await store.get("tombstones", ["a"]))).toEqual(["gone"]);
    expect((await store.scan("customers", { cursor: null, limit: 10 })).entries).toEqual([]);
  });

  it("hands out values that later commits leave alone", async () => {
    const { store } = opened();
    await store.commit(INGEST, aCommit({ puts: [aCustomer("a", "first")] }));
    const before = await store.get("customers", ["a"]);
    const snapshot = await store.read(INGEST, [customer("a")]);
    for (const i of numbers(5)) await store.commit(INGEST, aCommit({ expected: "1", puts: [aCustomer("a", `later${i}`)] }));
    expect(textsIn(before)).toEqual(["first"]);
    expect(textsIn(snapshot.values)).toEqual(["first"]);
  });
}

function refusing(opened: Opened): void {
  it("changes nothing and publishes nothing", async () => {
    const { store, log } = opened();
    await store.commit(INGEST, aCommit({ next: "1", puts: [aCustomer("a", "kept")] }));
    for (const expected of [null, "0", "2", ""]) {
      const publish = [textRecord("customer-updates", "a", "no")];
      const change = { expected, next: "9", puts: [aCustomer("a", "no"), aCustomer("b", "no")], publish };
      expect(await store.commit(INGEST, aCommit(change))).toBe(false);
      expect(await store.commit(INGEST, aCommit({ expected, deletes: [customer("a")] }))).toBe(false);
    }
    const { checkpoint, values } = await store.read(INGEST, [customer("a"), customer("b")]);
    expect(checkpoint).toBe("1");
    expect(textsIn(values)).toEqual(["kept", undefined]);
    expect(Math.max(...(await log.end("customer-updates")))).toBe(0);
  });

  it("is one that expects a checkpoint where there is none", async () => {
    expect(await opened().store.commit(INGEST, aCommit({ expected: "1", next: "2" }))).toBe(false);
    expect((await opened().store.read(INGEST, [])).checkpoint).toBe(null);
  });
}

function scanning(opened: Opened): void {
  const scanAll = async (limit: number, between: (page: number) => Promise<unknown> = async () => undefined) => {
    const ids: string[] = [];
    let pages = 0;
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<StateStore["scan"]>> = await opened().store.scan("customers", { cursor, limit });
      ids.push(...page.entries.map(({ id }) => id));
      cursor = page.cursor;
      await between(pages++);
    } while (cursor !== null);
    return { ids, pages };
  };

  it("has one page with nothing when there is nothing", async () => {
    expect(await opened().store.scan("customers", { cursor: null, limit: 10 })).toEqual({ entries: [], cursor: null });
  });

  it("shows every entry once, page by page", async () => {
    const ids = numbers(237).map((i) => `customer ${i} 🛒`);
    await opened().store.commit(INGEST, aCommit({ puts: ids.map((id) => aCustomer(id, id)) }));
    for (const limit of [1, 10, 79, 237, 1000]) {
      const scanned = await scanAll(limit);
      expect(scanned.ids.toSorted()).toEqual(ids.toSorted());
      if (limit < 100) expect(scanned.pages).toBeGreaterThan(1);
    }
  });

  it("shows what stays exactly once while other entries come and go", async () => {
    const staying = numbers(100).map((i) => `stays ${i}`);
    const leaving = numbers(100).map((i) => `leaves ${i}`);
    await opened().store.commit(INGEST, aCommit({ puts: [...staying, ...leaving].map((id) => aCustomer(id, id)) }));
    const { ids } = await scanAll(9, (page) => {
      const gone = leaving.slice(page * 10, page * 10 + 10).map(customer);
      const changed = staying.slice(page, page + 5).map((id) => aCustomer(id, "changed"));
      const puts = [aCustomer(`comes ${page}`, ""), aCustomer(`a comes ${page}`, ""), ...changed];
      return opened().store.commit(INGEST, aCommit({ expected: "1", puts, deletes: gone }));
    });
    expect(ids.filter((id) => id.startsWith("stays")).toSorted()).toEqual(staying.toSorted());
    expect(new Set(ids).size).toBe(ids.length);
  });
}

function closing(opened: Opened): void {
  it("waits for a commit in flight and may be done twice", async () => {
    const other = await opened().again();
    let isKept: boolean | null = null;
    const publish = [textRecord("customer-updates", "a", "1")];
    void other.store.commit(INGEST, aCommit({ puts: [aCustomer("a", "1")], publish })).then((kept) => (isKept = kept));
    await other.store.close();
    expect(isKept).toBe(true);
    await Promise.all([other.close(), other.close()]);
    await other.store.close();
    expect(textsIn(await opened().store.get("customers", ["a"]))).toEqual(["1"]);
    const reader = await startReader(opened().log, ["customer-updates"]);
    await reader.hasRead(1);
    await reader.close();
    expect(textsOf(reader.records)).toEqual(["1"]);
  });

  it("refuses what comes after it", async () => {
    const other = await opened().again();
    await other.store.close();
    await expect(other.store.commit(INGEST, aCommit({}))).rejects.toThrow();
    await expect(other.store.read(INGEST, [])).rejects.toThrow();
    await expect(other.store.get("customers", ["a"])).rejects.toThrow();
    await expect(other.store.scan("customers", { cursor: null, limit: 1 })).rejects.toThrow();
    await other.close();
    expect((await opened().store.read(INGEST, [])).checkpoint).toBe(null);
  });
}
