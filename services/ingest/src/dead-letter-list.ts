import type { DeadLetter } from "@segue/shared/api/ingest";
import type { Batch } from "@segue/shared/ports/event-log";
import { decodeDeadLetter } from "./dead-letter.ts";

/** The latest dead letters, newest last, folded from their topic; older ones stay in the log. */
export interface DeadLetterList {
  apply(batch: Batch): void;
  get(id: string): DeadLetter | undefined;
  newest(limit: number): readonly DeadLetter[];
  readonly size: number;
}

const CAPACITY = 10_000;

export function createDeadLetterList(): DeadLetterList {
  const letters = new Map<string, DeadLetter>();
  return {
    apply(batch) {
      for (const { key, value } of batch.records) {
        letters.delete(key);
        if (value !== null) letters.set(key, decodeDeadLetter(value));
      }
      for (const id of letters.keys()) {
        if (letters.size <= CAPACITY) break;
        letters.delete(id);
      }
    },
    get: (id) => letters.get(id),
    newest: (limit) => [...letters.values()].slice(-limit).reverse(),
    get size() {
      return letters.size;
    },
  };
}
