import { setTimeout as sleep } from "node:timers/promises";
import type { PurchaseOrder } from "../purchase-log/order-table.ts";
import { openConnection, postRequest } from "./keep-alive-connection.ts";
import { freshEvent } from "./online-retail.ts";

/** Events per second beside what is measured, and how many come in one POST. */
const RATE = 500;
const PER_POST = 10;

/** A stream of purchases that goes on until it is stopped. */
export interface Background {
  /** Resolves with the number of events that were sent. @throws what a request failed with. */
  stop(): Promise<number>;
}

/** Posts 500 purchases a second, ten at a time, on a fixed schedule. */
export async function startBackground(url: string, orders: readonly PurchaseOrder[]): Promise<Background> {
  const connection = await openConnection(url);
  const started = performance.now();
  let sent = 0;
  let stopping = false;
  const nextPost = (): string => {
    const chosen = Array.from({ length: PER_POST }, () => orders[(sent * 31) % orders.length] ?? orders[0]);
    const events = chosen.flatMap((order) => (order === undefined ? [] : [freshEvent(order, `background-${++sent}`)]));
    return postRequest("/v1/events", JSON.stringify(events));
  };
  const run = async (): Promise<void> => {
    while (!stopping) {
      const due = started + (sent * 1000) / RATE;
      const early = due - performance.now();
      if (early > 0) await sleep(early);
      const { status, body } = await connection.send(nextPost());
      if (status !== 202) throw new Error(`background events were refused with ${status}: ${body.slice(0, 200)}`);
    }
  };
  const running = run();
  running.catch(() => undefined);
  return {
    async stop() {
      stopping = true;
      await running.finally(() => connection.close());
      return sent;
    },
  };
}
