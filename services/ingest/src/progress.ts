import type { StateStore } from "@segue/shared/ports/state-store";
import type { Progress } from "@segue/platform/readiness";

/** How far ingest is, whichever process of it has which partition: the checkpoints tell. */
export async function ingestProgress(store: StateStore, partitions: number): Promise<readonly Progress[]> {
  const snapshots = await Promise.all(Array.from({ length: partitions }, (_, partition) => store.read({ owner: "ingest", partition }, [])));
  return [{ group: "ingest", topic: "events", applied: snapshots.map(({ checkpoint }) => Number(checkpoint ?? 0)) }];
}
