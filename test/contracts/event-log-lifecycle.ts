import { setTimeout as delay } from "node:timers/promises";
import type { EventLog } from "@segue/shared/ports/event-log";
import { expect, it } from "vitest";
import { eventually, numbers, startReader, textRecord, textsOf } from "./support/reader.ts";

type Log = () => EventLog;

/** How a subscription waits, fails and ends. */
export function pacing(log: Log): void {
  it("waits for a batch to be finished before it delivers the next", async () => {
    let inHand = 0;
    let most = 0;
    let read = 0;
    const onFailure = (error: unknown) => expect.unreachable(String(error));
    const options = { topics: ["events", "products"], group: "slow", from: async () => 0, onFailure, maxRecords: 5 } as const;
    const subscription = await log().subscribe(options, async ({ records }) => {
      most = Math.max(most, ++inHand);
      await delay(5);
      read += records.length;
      inHand -= 1;
    });
    for (const i of numbers(20)) await log().append([textRecord("events", `${i}`, "a"), textRecord("products", `${i}`, "b")]);
    await eventually("all of it", () => read === 40);
    await subscription.close();
    expect(most).toBe(1);
  });

  it("reports a failed batch once and delivers nothing more", async () => {
    const failures: unknown[] = [];
    const delivered: (string | null)[] = [];
    const problem = new Error("cannot apply this");
    const onFailure = (error: unknown) => void failures.push(error);
    const options = { topics: ["events"], group: "failing", from: async () => 0, onFailure, maxRecords: 1 } as const;
    const subscription = await log().subscribe(options, async ({ records }) => {
      delivered.push(...textsOf(records));
      if (delivered.length === 2) throw problem;
    });
    await log().append(numbers(4).map((i) => textRecord("events", "a", `${i}`)));
    await eventually("the failure", () => failures.length > 0);
    await log().append([textRecord("events", "a", "4")]);
    await delay(300);
    expect(failures).toEqual([problem]);
    expect(delivered).toEqual(["0", "1"]);
    await subscription.close();
  });

  it("finishes the batch in hand when closed, delivers no other, and may be closed twice", async () => {
    let finished = 0;
    let started = 0;
    const onFailure = (error: unknown) => expect.unreachable(String(error));
    const options = { topics: ["events"], group: "closing", from: async () => 0, onFailure, maxRecords: 1 } as const;
    const subscription = await log().subscribe(options, async () => {
      started += 1;
      await delay(60);
      finished += 1;
    });
    await log().append(numbers(5).map((i) => textRecord("events", "a", `${i}`)));
    await eventually("a batch", () => started === 1);
    await Promise.all([subscription.close(), subscription.close()]);
    expect(finished).toBe(1);
    await delay(150);
    expect(started).toBe(1);
    await subscription.close();
  });
}

/** How a log ends. */
export function closing(log: Log): void {
  it("ends the subscriptions and may be done twice", async () => {
    const reader = await startReader(log(), ["events"]);
    await log().append([textRecord("events", "a", "1")]);
    await reader.hasRead(1);
    await Promise.all([log().close(), log().close()]);
    await log().close();
    await reader.close();
    expect(reader.failures).toEqual([]);
  });

  it("refuses what comes after it", async () => {
    await log().close();
    await expect(log().append([textRecord("events", "a", "1")])).rejects.toThrow();
    await expect(startReader(log(), ["events"])).rejects.toThrow();
  });
}
