import { NO_SLOT } from "./customer-table.ts";
import { quietWatch } from "./drift/watch-state.ts";
import { changeOf, publishedSegment } from "./labels.ts";
import type { Effect, Segmenter } from "./segmenter-state.ts";
import { closeTastes } from "./tastes.ts";

/** Back to before the first model, with the customers as they are: everybody leaves their segment. Numbers of models and segments that have been given out stay taken. */
export function endModels(segmenter: Segmenter): Effect[] {
  const { table } = segmenter;
  const effects: Effect[] = [];
  for (const [customerId, row] of table.rows) {
    const from = publishedSegment(segmenter, row);
    if (from !== null) effects.push({ customerId, assignment: null, change: changeOf(segmenter, { customerId, from, to: null, cause: "refit" }) });
  }
  for (const slots of [table.slot, table.published, table.origin]) slots.fill(NO_SLOT, 0, table.size);
  closeTastes(segmenter);
  Object.assign(segmenter, { live: null, candidate: null, lastFit: { time: 0, customers: 0 }, refitRequested: false, watch: quietWatch() } satisfies Partial<Segmenter>);
  return effects;
}
