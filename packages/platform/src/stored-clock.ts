import type { StateStore } from "@segue/shared/ports/state-store";
import { eventClock, wallClock } from "./clock.ts";
import type { Clock, ClockKind } from "./clock.ts";
import { decodeInstant } from "./instant.ts";
import type { Closeable } from "./lifecycle.ts";
import type { Logger } from "./logger.ts";
import { every } from "./periodic.ts";

/** Where ingest keeps the stream's now of a partition, in the collection `installation`. */
export const clockId = (partition: number): string => `clock/${partition}`;

/** The stream's now as it stands in the store. */
export async function storedClock(store: StateStore, partitions: number): Promise<number> {
  const ids = Array.from({ length: partitions }, (_, partition) => clockId(partition));
  const values = await store.get("installation", ids);
  return Math.max(0, ...values.map(decodeInstant));
}

export interface FollowedClock {
  readonly kind: ClockKind;
  readonly store: StateStore;
  readonly partitions: number;
  readonly logger: Logger;
}

const INTERVAL = 500;

/** The clock of a process that does not see every event itself: an event clock follows what ingest has stored. */
export async function followClock({ kind, store, partitions, logger }: FollowedClock): Promise<Closeable & { readonly clock: Clock }> {
  if (kind === "wall") return { clock: wallClock(), close: async () => undefined };
  const clock = eventClock(await storedClock(store, partitions));
  const look = async (): Promise<void> => clock.observe(await storedClock(store, partitions));
  const looking = every({ milliseconds: INTERVAL, work: look, onFailure: (err) => logger.warn({ err }, "the stream's now cannot be read, tried again") });
  return { clock, close: () => looking.close() };
}
