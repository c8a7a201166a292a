import { describe, expect, it } from "vitest";
import type { PurchaseOrder } from "./order-table.ts";
import type { Clock, ReplayOptions, Replayed } from "./replay-orders.ts";
import { realClock, replayOrders } from "./replay-orders.ts";

const order = (time: number): PurchaseOrder => ({ id: `e${time}`, customerId: "c", orderId: `o${time}`, time, items: [], row: time });

interface Fake {
  readonly clock: Clock;
  /** Lets time pass, as a slow answer does. */
  pass(milliseconds: number): void;
}

function fakeClock(): Fake {
  let now = 1_000;
  const pass = (milliseconds: number): void => void (now += milliseconds);
  return { pass, clock: { now: () => now, sleep: async (milliseconds) => pass(milliseconds) } };
}

async function run(times: readonly number[], options: Partial<ReplayOptions>, fake = fakeClock()): Promise<{ sent: [number, number[]][]; result: Replayed }> {
  const sent: [number, number[]][] = [];
  const start = fake.clock.now();
  const post = async (orders: readonly PurchaseOrder[]): Promise<void> => void sent.push([fake.clock.now() - start, orders.map(({ time }) => time)]);
  const result = await replayOrders(times.map(order).values(), { speed: 10, signal: new AbortController().signal, post, clock: fake.clock, ...options });
  return { sent, result };
}

describe("replayOrders", () => {
  it("sends each order at its due time, those due together in one batch", async () => {
    const { sent, result } = await run([500, 500, 600, 2_500], {});
    expect(sent).toEqual([[0, [500, 500]], [10, [600]], [200, [2_500]]]);
    expect(result).toEqual({ sent: 4, next: undefined, latest: 0, failure: undefined });
  });

  it("never drifts: slow answers delay what is behind them, not the schedule", async () => {
    const fake = fakeClock();
    const at: number[] = [];
    const post = async (orders: readonly PurchaseOrder[]): Promise<void> => {
      at.push(fake.clock.now() - 1_000);
      fake.pass(orders[0]?.time === 1_000 ? 250 : 3);
    };
    const times = Array.from({ length: 11 }, (_, index) => index * 1_000);
    const { result } = await run(times, { post }, fake);
    expect(at).toEqual([0, 100, 350, 400, 500, 600, 700, 800, 900, 1_000]);
    expect(result).toMatchObject({ sent: 11, latest: 150 });
  });

  it("limits a batch", async () => {
    const { sent } = await run(Array.from({ length: 2_500 }, () => 7), {});
    expect(sent.map(([, times]) => times.length)).toEqual([1_000, 1_000, 500]);
  });

  it("stops when told to and names the order that would have been next", async () => {
    const stop = new AbortController();
    const { sent, result } = await run([0, 1_000, 2_000], { signal: stop.signal, onSent: (last) => last.time === 1_000 && stop.abort() });
    expect(sent).toHaveLength(2);
    expect(result).toMatchObject({ sent: 2, next: { time: 2_000 } });
  });

  it("says where it was when sending fails", async () => {
    const post = async (orders: readonly PurchaseOrder[]): Promise<void> => {
      if (orders[0]?.time === 1_000) throw new Error("gone");
    };
    const { result } = await run([0, 1_000, 2_000], { post });
    expect(result).toMatchObject({ sent: 1, next: { time: 1_000 }, failure: new Error("gone") });
  });

  it("takes a failure after the signal for the stop it is", async () => {
    const stop = new AbortController();
    const post = async (): Promise<void> => {
      stop.abort();
      throw new Error("stopped while waiting");
    };
    const { result } = await run([0], { post, signal: stop.signal });
    expect(result).toMatchObject({ sent: 0, next: { time: 0 }, failure: undefined });
  });

  it("wakes up from a long sleep at the signal", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    const started = performance.now();
    const post = async (): Promise<void> => undefined;
    const result = await replayOrders([order(0), order(1e9)].values(), { speed: 1, signal: stop.signal, post, clock: realClock });
    expect(result.sent).toBe(1);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it("has nothing to do without orders", async () => {
    expect((await run([], {})).result).toEqual({ sent: 0, next: undefined, latest: 0, failure: undefined });
  });
});
