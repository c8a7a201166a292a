import { z } from "zod";
import type { HttpClient } from "../http-client.ts";

/** The server knows a repeat among so many of a customer's latest events. */
export const REMEMBERED = 32;

const LOOKUPS_AT_ONCE = 8;

const known = z.object({ orders: z.number().int(), firstPurchase: z.iso.datetime(), lastPurchase: z.iso.datetime() });

export interface History {
  readonly customerId: string;
  /** The times of the customer's orders in the file, ascending. */
  readonly times: readonly number[];
}

/**
 * How many of a customer's orders, the oldest first, are there already. Ids alone do not tell for histories longer than what the
 * server remembers: sent again, their first order would count anew, push out the next one's id, and so all of them.
 * A history is taken to have been loaded where it begins at the same instant and has no fewer orders up to the customer's last one.
 */
export async function loadedBefore(client: HttpClient, histories: Iterable<History>): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const queue = histories[Symbol.iterator]();
  const work = async (): Promise<void> => {
    for (let next = queue.next(); next.done !== true; next = queue.next()) {
      const count = knownPrefix(next.value, await lookUp(client, next.value.customerId));
      if (count > 0) found.set(next.value.customerId, count);
    }
  };
  await Promise.all(Array.from({ length: LOOKUPS_AT_ONCE }, work));
  return found;
}

async function lookUp(client: HttpClient, customerId: string): Promise<z.infer<typeof known> | undefined> {
  const reply = await client.send({ path: `/v1/customers/${encodeURIComponent(customerId)}` });
  const parsed = known.safeParse(reply.body);
  return reply.status === 200 && parsed.success ? parsed.data : undefined;
}

function knownPrefix({ times }: History, customer: z.infer<typeof known> | undefined): number {
  if (customer === undefined || Date.parse(customer.firstPurchase) !== times[0]) return 0;
  const last = Date.parse(customer.lastPurchase);
  const count = times.filter((time) => time <= last).length;
  return customer.orders >= count ? count : 0;
}
