/** Which time counts as now. wall: the machine's. event: the largest event time seen, for logs of the past. */
export const CLOCKS = ["wall", "event"] as const;
export type ClockKind = (typeof CLOCKS)[number];

export interface Clock {
  readonly kind: ClockKind;
  /** Epoch milliseconds. */
  now(): number;
  /** Tells an event clock of an event's time; the wall clock does not listen. */
  observe(time: number): void;
}

export function wallClock(): Clock {
  return { kind: "wall", now: () => Date.now(), observe: () => undefined };
}

/** Starts at `start` (0: nothing seen yet, the wall clock stands in) and moves forward with what it observes. */
export function eventClock(start: number): Clock {
  let latest = start;
  return {
    kind: "event",
    now: () => (latest === 0 ? Date.now() : latest),
    observe(time) {
      if (time > latest) latest = time;
    },
  };
}
