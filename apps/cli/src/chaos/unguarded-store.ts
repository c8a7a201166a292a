import type { Commit, EntryRef, Scope, StateStore } from "@segue/shared/ports/state-store";

/**
 * The store without its guard, for the control run of chaos only: a writer is told that the checkpoint is where it left it, and whatever it
 * computed is written over what is there. What the guard is for has to show then.
 */
export function withoutGuard(store: StateStore): StateStore {
  const believed = new Map<number, string | null>();
  /** Where a partition is taken over, its clock is read as well: that much has to be true for the work to begin. */
  const isBeginning = (refs: readonly EntryRef[]): boolean => refs.some(({ collection }) => collection === "installation");
  const read = async (scope: Scope, refs: readonly EntryRef[]) => {
    const snapshot = await store.read(scope, refs);
    const known = believed.get(scope.partition);
    if (!isBeginning(refs) && known !== undefined) return { ...snapshot, checkpoint: known };
    if (isBeginning(refs)) believed.set(scope.partition, snapshot.checkpoint);
    return snapshot;
  };
  const commit = async (scope: Scope, change: Commit): Promise<boolean> => {
    for (;;) {
      const { checkpoint: expected } = await store.read(scope, []);
      if (await store.commit(scope, { ...change, expected })) break;
    }
    believed.set(scope.partition, change.next);
    return true;
  };
  return { ...store, read, commit };
}
