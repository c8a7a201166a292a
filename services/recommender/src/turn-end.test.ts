import { setImmediate as nextTurn } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTemporaryStore } from "../../../test/contracts/support/lmdb-folder.ts";
import { aCommit, aCustomer, INGEST } from "../../../test/contracts/support/opened-store.ts";
import type { OpenedStore } from "../../../test/contracts/support/opened-store.ts";
import { createTurnEnd } from "./turn-end.ts";

describe("the end of a turn", () => {
  let opened: OpenedStore;
  beforeAll(async () => {
    opened = await openTemporaryStore();
    await opened.store.commit(INGEST, aCommit({ puts: [aCustomer("a", "1"), aCustomer("b", "2")] }));
  });
  afterAll(() => opened.close());

  it("lets all who wait go on in one go, so that they look at the store together", async () => {
    const turnEnd = createTurnEnd();
    let goes = 0;
    let going = false;
    const look = async (id: string) => {
      await turnEnd();
      if (!going) {
        goes++;
        going = true;
        queueMicrotask(() => (going = false));
      }
      const [value] = await opened.store.get("customers", [id]);
      return value && Buffer.from(value).toString();
    };
    expect(await Promise.all(["b", "stranger", "a", "b"].map(look))).toEqual(["2", undefined, "1", "2"]);
    expect(goes).toBe(1);
  });

  it("lets them go on in the order in which they came, one of them failing", async () => {
    const turnEnd = createTurnEnd();
    const order: string[] = [];
    const after = async (name: string) => {
      await turnEnd();
      order.push(name);
      if (name === "broken") throw new Error(name);
    };
    const done = await Promise.allSettled(["first", "broken", "last"].map(after));
    expect(order).toEqual(["first", "broken", "last"]);
    expect(done.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });

  it("does not hold up the next turn", async () => {
    const turnEnd = createTurnEnd();
    const order: string[] = [];
    const first = turnEnd().then(() => order.push("first"));
    await nextTurn();
    const second = turnEnd().then(() => order.push("second"));
    await Promise.all([first, second]);
    expect(order).toEqual(["first", "second"]);
  });
});
