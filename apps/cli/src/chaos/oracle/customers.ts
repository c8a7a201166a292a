import { createHash } from "node:crypto";
import { decodeSums } from "@segue/shared/customers/customer-codec";
import { decodeCustomerUpdates } from "@segue/shared/customers/update-codec";
import type { EventLog } from "@segue/shared/ports/event-log";
import type { StateStore } from "@segue/shared/ports/state-store";
import { POISON } from "../traffic.ts";
import { createCustomerFold } from "./fold-events.ts";
import { readCollection } from "./read-collection.ts";
import { readWhole } from "@segue/platform/read-whole";

export interface CustomerVerdict {
  /** Records of `events`. */
  readonly events: number;
  /** Effects that are missing: events that were acknowledged and are not in the log, orders that are not in the state or not in what was published, poison without a dead letter. */
  readonly lost: number;
  /** Orders that the state counts and the log does not have, dead letters of good events. */
  readonly double: number;
  /** Versions of a customer that were published with different values. */
  readonly conflicting: number;
  /** The customers as they have to be. */
  readonly expected: ReadonlyMap<string, Uint8Array>;
}

export interface CustomerEvidence {
  readonly log: EventLog;
  readonly store: StateStore;
  readonly acknowledged: ReadonlySet<string>;
}

/** Holds the stored customers, the published ones and the dead letters against a fold of `events`. */
export async function judgeCustomers({ log, store, acknowledged }: CustomerEvidence): Promise<CustomerVerdict> {
  const recorded = await foldRecorded(log);
  const { expected } = recorded;
  const stored = compare(expected, await readCollection(store, "customers"));
  const published = await readPublished(log);
  const shown = compare(expected, published.last);
  const letters = await lettersOf(log);
  const unrecorded = [...acknowledged].filter((id) => !recorded.ids.has(id)).length;
  const withoutLetter = [...recorded.poison].filter((id) => !letters.has(id)).length;
  const undeserved = [...letters].filter((id) => !recorded.poison.has(id)).length;
  return {
    events: recorded.events,
    lost: unrecorded + stored.lost + shown.lost + withoutLetter,
    double: stored.double + shown.double + undeserved,
    conflicting: published.conflicting,
    expected,
  };
}

async function foldRecorded(log: EventLog) {
  const fold = createCustomerFold();
  const ids = new Set<string>();
  const poison = new Set<string>();
  let events = 0;
  await readWhole({ log, topics: ["events"], group: "oracle" }, ({ partition, records }) => {
    for (const record of records) {
      events++;
      if (record.key.startsWith(POISON)) poison.add(`${partition}-${record.offset}`);
      else {
        fold.apply(record);
        ids.add(idOf(record.value));
      }
    }
  });
  return { events, expected: fold.customers(), ids, poison };
}

const idOf = (value: Uint8Array | null): string => (JSON.parse(Buffer.from(value ?? []).toString("utf8")) as { id: string }).id;

async function lettersOf(log: EventLog): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  await readWhole({ log, topics: ["dead-letters"], group: "oracle" }, ({ records }) => {
    for (const { key } of records) ids.add(key);
  });
  return ids;
}

/** The last value of each customer by version, and how many versions have more than one value. */
async function readPublished(log: EventLog) {
  const digests = new Map<string, string>();
  const conflicts = new Set<string>();
  const last = new Map<string, { readonly version: number; readonly state: Uint8Array | null }>();
  await readWhole({ log, topics: ["customer-updates"], group: "oracle" }, ({ records }) => {
    for (const { customerId, version, state } of records.flatMap(({ value }) => (value === null ? [] : decodeCustomerUpdates(value).customers))) {
      const digest = createHash("sha1").update(state ?? "erased").digest("base64");
      const name = `${version} ${customerId}`;
      if ((digests.get(name) ?? digest) !== digest) conflicts.add(name);
      digests.set(name, digest);
      // Of one version published twice, readers keep the first.
      if (version > (last.get(customerId)?.version ?? -1)) last.set(customerId, { version, state });
    }
  });
  const states = [...last].flatMap(([id, { state }]) => (state === null ? [] : [[id, state] as const]));
  return { conflicting: conflicts.size, last: new Map(states) };
}

/** In orders; a customer with the right number of them who differs otherwise counts as one that was lost. */
function compare(expected: ReadonlyMap<string, Uint8Array>, found: ReadonlyMap<string, Uint8Array>): { readonly lost: number; readonly double: number } {
  let lost = 0;
  let double = 0;
  for (const id of new Set([...expected.keys(), ...found.keys()])) {
    const [right, is] = [expected.get(id), found.get(id)];
    if (right !== undefined && is !== undefined && Buffer.compare(right, is) === 0) continue;
    const difference = ordersOf(id, is) - ordersOf(id, right);
    if (difference > 0) double += difference;
    else lost += Math.max(1, -difference);
  }
  return { lost, double };
}

const ordersOf = (id: string, bytes: Uint8Array | undefined): number => (bytes === undefined ? 0 : decodeSums(id, bytes).orders);
