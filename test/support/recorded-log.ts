import { createCustomerFold } from "@segue/cli/chaos/oracle/fold-events";
import { decodeSums } from "@segue/shared/customers/customer-codec";
import type { Batch, EventLog, LogRecord, Topic } from "@segue/shared/ports/event-log";

/** Everything that stands in some topics, in the order in which one reader of them all sees it. */
export async function readTopics(log: EventLog, topics: readonly Topic[]): Promise<readonly Batch[]> {
  const ends = await Promise.all(topics.map((topic) => log.end(topic)));
  let missing = ends.flat().reduce((sum, end) => sum + end, 0);
  const batches: Batch[] = [];
  if (missing === 0) return batches;
  await new Promise<void>((resolve, reject) => {
    void log.subscribe({ topics, group: "test", from: async () => 0, onFailure: reject }, async (batch) => {
      batches.push(batch);
      missing -= batch.records.length;
      if (missing <= 0) resolve();
    });
  });
  return batches;
}

export const recordsOf = (batches: readonly Batch[]): readonly LogRecord[] => batches.flatMap((batch) => batch.records);

export const jsonOf = (record: LogRecord): unknown => JSON.parse(Buffer.from(record.value ?? []).toString("utf8"));

/** What the customers of one partition must be: every event applied by itself, one after the other. */
export function foldEvents(records: readonly LogRecord[]): ReadonlyMap<string, Uint8Array> {
  const fold = createCustomerFold();
  for (const record of records) fold.apply(record);
  return fold.customers();
}

/** Totals over stored customers, in minor units. */
export function totalsOf(customers: ReadonlyMap<string, Uint8Array>): { readonly customers: number; readonly orders: number; readonly gross: number } {
  let orders = 0;
  let gross = 0;
  for (const [id, bytes] of customers) {
    const sums = decodeSums(id, bytes);
    orders += sums.orders;
    gross += sums.gross;
  }
  return { customers: customers.size, orders, gross };
}

