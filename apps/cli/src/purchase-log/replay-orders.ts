import { setTimeout as wait } from "node:timers/promises";
import type { PurchaseOrder } from "./order-table.ts";

/** Time as a replay sees it; another one in tests. */
export interface Clock {
  /** Milliseconds from any start, never going back. */
  now(): number;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export interface ReplayOptions {
  /** Times real time. */
  readonly speed: number;
  readonly post: (orders: readonly PurchaseOrder[]) => Promise<void>;
  readonly signal: AbortSignal;
  readonly onSent?: ((last: PurchaseOrder, sent: number) => void) | undefined;
  readonly clock?: Clock | undefined;
}

export interface Replayed {
  readonly sent: number;
  /** The first order that was not sent, where the replay ended early. */
  readonly next: PurchaseOrder | undefined;
  /** What ended it, if it was a failure. */
  readonly failure: Error | undefined;
  /** How long after it was due the latest order went out, in milliseconds. */
  readonly latest: number;
}

const MAX_BATCH = 1_000;
/** Timers take no more than 2^31 - 1 milliseconds. */
const LONGEST_SLEEP = 2 ** 31 - 1;

export const realClock: Clock = {
  now: () => performance.now(),
  async sleep(milliseconds, signal) {
    await wait(milliseconds, undefined, { signal }).catch(() => undefined);
  },
};

/**
 * Sends orders as their time comes, the first one now. Each is due at a fixed instant from the start, so that slow answers delay
 * what is behind them but never shift the schedule; what is due together is sent together.
 */
export async function replayOrders(orders: Iterator<PurchaseOrder>, options: ReplayOptions): Promise<Replayed> {
  const { signal } = options;
  const queue = queueOf(orders);
  const schedule = createSchedule(queue.next(), options);
  const done = { sent: 0, latest: 0 };
  for (let next = queue.next(); next !== undefined && !signal.aborted; next = queue.next()) {
    const late = await schedule.lateness(next);
    if (late < 0) continue;
    done.latest = Math.max(done.latest, late);
    const batch = queue.take(schedule.isDue());
    const failure = await failureOf(options.post(batch));
    if (failure !== undefined) return { ...done, next, failure: signal.aborted ? undefined : failure };
    done.sent += batch.length;
    options.onSent?.(batch.at(-1) ?? next, done.sent);
  }
  return { ...done, next: queue.next(), failure: undefined };
}

interface Schedule {
  /** Sleeps until the order is due; below 0 where something ended the sleep before. */
  lateness(order: PurchaseOrder): Promise<number>;
  /** Whether orders are due at this instant. */
  isDue(): (order: PurchaseOrder) => boolean;
}

function createSchedule(first: PurchaseOrder | undefined, { clock = realClock, signal, speed }: ReplayOptions): Schedule {
  const started = clock.now();
  const origin = first?.time ?? 0;
  const dueOf = (order: PurchaseOrder): number => started + (order.time - origin) / speed;
  return {
    async lateness(order) {
      const early = dueOf(order) - clock.now();
      if (early > 0) await clock.sleep(Math.min(early, LONGEST_SLEEP), signal);
      return clock.now() - dueOf(order);
    },
    isDue() {
      const now = clock.now();
      return (order) => dueOf(order) <= now;
    },
  };
}

interface Queue {
  /** Looks at the next order without taking it. */
  next(): PurchaseOrder | undefined;
  take(isDue: (order: PurchaseOrder) => boolean): PurchaseOrder[];
}

function queueOf(orders: Iterator<PurchaseOrder>): Queue {
  let head = orders.next();
  return {
    next: () => (head.done === true ? undefined : head.value),
    take(isDue) {
      const batch: PurchaseOrder[] = [];
      while (head.done !== true && batch.length < MAX_BATCH && isDue(head.value)) {
        batch.push(head.value);
        head = orders.next();
      }
      return batch;
    },
  };
}

async function failureOf(work: Promise<void>): Promise<Error | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
