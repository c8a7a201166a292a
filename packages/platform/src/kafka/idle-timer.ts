/** The part of kafkajs's RequestQueue (2.2.4, src/network/requestQueue) that this touches. */
export interface RequestQueue {
  readonly pending: readonly unknown[];
  /** Epoch milliseconds until which the broker wants no requests. */
  readonly throttledUntil: number;
  scheduleCheckPendingRequests: (this: RequestQueue) => void;
}

const QUIET = new WeakSet<object>();

/**
 * Every answer makes kafkajs schedule a look at waiting requests, and that look schedules the next one, at once and for ever, also
 * where nothing waits: an idle consumer burns 4 to 8 % of a core (tulios/kafkajs#1604). With nothing waiting and no throttling there
 * is nothing to look at; a request that has to wait schedules its own look.
 */
export function quietenRequestQueue(prototype: RequestQueue): void {
  if (QUIET.has(prototype)) return;
  QUIET.add(prototype);
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function () {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
  };
}
