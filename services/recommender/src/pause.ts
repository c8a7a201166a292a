import { setImmediate as nextTurn } from "node:timers/promises";

/** Lets other work of this thread run when a slice has taken long enough. */
export type Pause = () => Promise<void>;

/** Longest run of folding between two turns of the event loop, in milliseconds: requests are answered on the same thread. */
const SLICE = 4;

export function createPause(): Pause {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < SLICE) return;
    await nextTurn();
    since = performance.now();
  };
}
