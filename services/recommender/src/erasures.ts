import { blankErased } from "@segue/shared/recommendation/model/postings";
import type { Pause } from "./pause.ts";
import type { ServingState } from "./serving-state.ts";

/** Products between two looks at the clock. */
const SLICE = 256;

/** Looks through all postings for customers who were erased and had more products than their list, if there are any. */
export async function sweepErased({ model }: ServingState, pause: Pause): Promise<void> {
  if (model.totals.erased === 0) return;
  for (let from = 0; from < model.items.count; from += SLICE) {
    blankErased(model, { from, to: from + SLICE });
    await pause();
  }
  model.totals.erased = 0;
}
