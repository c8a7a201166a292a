import { createSlot } from "./popularity.ts";
import type { ServingModel } from "./serving-model.ts";

/**
 * Fits the popularity by segment to a new segment model: the new slot i goes on with the counts of the old slot `from[i]`, or
 * starts empty where that is negative (or not there), which makes it answer with the global popularity until it has baskets.
 */
export function setSegmentSlots(model: ServingModel, from: readonly number[]): void {
  const { slots } = model.popularity;
  const old = slots.slice();
  const taken = new Set<number>();
  slots.length = 0;
  for (const source of from) {
    const reusable = source >= 0 && source < old.length && !taken.has(source);
    slots.push(reusable ? old[source] : createSlot(model.items.count));
    taken.add(source);
  }
  model.totals.revision++;
}
