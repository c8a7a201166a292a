import { NO_SLOT } from "../customer-table.ts";
import { scaleValue } from "../scaler.ts";
import type { LiveModel, Segmenter } from "../segmenter-state.ts";
import { simplifiedOf } from "./silhouette.ts";

export interface Moments {
  readonly mean: number;
  readonly sd: number;
}

/** Mean and sd of the simplified silhouette over all customers who have a segment. */
export function meanSilhouette({ table, derived }: Segmenter, live: LiveModel): Moments {
  const { x } = derived;
  let seen = 0;
  let sum = 0;
  let squares = 0;
  for (let row = 0; row < table.size; row++) {
    if (table.slot[row] === NO_SLOT) continue;
    for (let f = 0; f < x.length; f++) x[f] = scaleValue(live.model.scaler, f, table.raw[row * table.width + f]);
    const s = simplifiedOf(x, live.centroids);
    seen++;
    sum += s;
    squares += s * s;
  }
  const mean = seen === 0 ? 0 : sum / seen;
  return { mean, sd: Math.sqrt(Math.max(0, squares / Math.max(1, seen) - mean * mean)) };
}
