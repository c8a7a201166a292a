import type { Trouble } from "@segue/shared/api/status";

/** What the log has said that is not as it should be, the latest of it. */
export interface Troubles {
  readonly note: (level: Trouble["level"], message: string) => void;
  /** Newest first. */
  readonly list: () => readonly Trouble[];
}

/** One part of a process's troubles: those of worker threads cross to the main thread. */
export type TroublesSource = () => Promise<readonly Trouble[]>;

const KEPT = 50;

export function createTroubles(): Troubles {
  const kept: Trouble[] = [];
  return {
    note(level, message) {
      kept.unshift({ time: new Date().toISOString(), level, message });
      kept.length = Math.min(kept.length, KEPT);
    },
    list: () => kept,
  };
}

/** Several parts as one list, newest first. */
export async function allTroubles(sources: readonly TroublesSource[]): Promise<Trouble[]> {
  const parts = await Promise.all(sources.map((source) => source()));
  return parts.flat().sort((a, b) => b.time.localeCompare(a.time)).slice(0, KEPT);
}
