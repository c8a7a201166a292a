import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "@segue/shared/errors";
import type { Connection, RawReply } from "./keep-alive-connection.ts";
import { openConnection } from "./keep-alive-connection.ts";

/** Connections that stay open between two loads. */
export interface Load {
  /** Each connection sends its next request as soon as it has its reply, until there are no more. */
  closed(requests: Iterable<string>): Promise<void>;
  /** Sends request i at i / rate seconds, whatever happened to those before. Answers each one's time from due to answered, in milliseconds. */
  open(requests: readonly string[], rate: number): Promise<readonly number[]>;
  close(): void;
}

export async function openLoad(url: string, connections: number): Promise<Load> {
  const pool = await Promise.all(Array.from({ length: connections }, () => openConnection(url)));
  return {
    async closed(requests) {
      const queue = requests[Symbol.iterator]();
      await Promise.all(pool.map((connection) => drain(connection, queue)));
    },
    open: (requests, rate) => openLoop(pool, requests, rate),
    close: () => pool.forEach((connection) => connection.close()),
  };
}

async function drain(connection: Connection, queue: Iterator<string>): Promise<void> {
  for (let next = queue.next(); next.done !== true; next = queue.next()) checked(await connection.send(next.value));
}

async function openLoop(pool: readonly Connection[], requests: readonly string[], rate: number): Promise<readonly number[]> {
  const free = [...pool];
  const times: number[] = [];
  const started = performance.now();
  const dueOf = (index: number): number => started + (index * 1000) / rate;
  let failure: Error | undefined;
  let next = 0;
  const send = async (connection: Connection, index: number): Promise<void> => {
    checked(await connection.send(requests[index] ?? ""));
    times.push(performance.now() - dueOf(index));
    free.push(connection);
    // What waited for a connection goes out at once; its time has been running since it was due.
    dispatch();
  };
  const dispatch = (): void => {
    const now = performance.now();
    while (next < requests.length && dueOf(next) <= now) {
      const connection = free.pop();
      if (connection === undefined) return;
      send(connection, next++).catch((error: Error) => (failure ??= error));
    }
  };
  while (times.length < requests.length && failure === undefined) {
    dispatch();
    await sleep(1);
  }
  if (failure !== undefined) throw failure;
  return times;
}

function checked(reply: RawReply): void {
  if (reply.status >= 300) throw new AppError("unexpected_reply", `a request was answered with ${reply.status}: ${reply.body.slice(0, 200)}`);
}
