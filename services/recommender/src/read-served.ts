import { servedListSchema } from "@segue/shared/events/served-list";
import type { ServedList } from "@segue/shared/events/served-list";
import type { EventLog, LogRecord } from "@segue/shared/ports/event-log";
import type { StateStore } from "@segue/shared/ports/state-store";
import { decodeInstant } from "@segue/platform/instant";
import { fromJson } from "@segue/platform/json-bytes";
import { readWhole } from "@segue/platform/read-whole";
import { readTombstones } from "@segue/platform/tombstones";
import type { Tombstones } from "@segue/platform/tombstones";

export interface ServedReading {
  readonly log: EventLog;
  readonly store: StateStore;
  /** Epoch milliseconds, in stream time; what is older is left out. */
  readonly since: number;
}

/** Reads what is kept of `recommendations-served` now, list by list. Of who has been erased since, the lists remain, without the customer. */
export async function readServed({ log, store, since }: ServedReading, onLists: (lists: readonly ServedList[]) => Promise<void>): Promise<void> {
  await readWhole({ log, topics: ["recommendations-served"], group: "served-reader" }, async ({ records }) => {
    const lists = records.flatMap(decode).filter(({ time }) => time >= since);
    if (lists.length > 0) await onLists(await withoutErased(lists, store));
  });
}

function decode({ value }: LogRecord): ServedList[] {
  if (value === null) return [];
  return [servedListSchema.parse(fromJson(value))];
}

/** The log keeps its bytes until retention takes them; nobody reads in them here who was erased after the list was made. */
async function withoutErased(lists: readonly ServedList[], store: StateStore): Promise<readonly ServedList[]> {
  const tombstones = await readTombstones(store);
  if (tombstones === null) return lists;
  const erasedAt = await erasuresOf([...new Set(lists.flatMap(({ customerId }) => customerId ?? []))], { store, tombstones });
  return lists.map((list) => (list.customerId !== null && list.time <= (erasedAt.get(list.customerId) ?? -1) ? { ...list, customerId: null } : list));
}

async function erasuresOf(customerIds: readonly string[], { store, tombstones }: { readonly store: StateStore; readonly tombstones: Tombstones }): Promise<ReadonlyMap<string, number>> {
  const values = await store.get("tombstones", customerIds.map((id) => tombstones.keyOf(id)));
  return new Map(customerIds.flatMap((id, at) => (values[at] === undefined ? [] : [[id, decodeInstant(values[at])] as const])));
}
