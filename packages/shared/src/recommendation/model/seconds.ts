import { EARLIEST_TIME } from "../../events/envelope.ts";

/** Epoch milliseconds as whole seconds since the earliest time an event may have: they fit 31 bits until 2058. */
export function toSeconds(time: number): number {
  return Math.floor((time - EARLIEST_TIME) / 1000);
}

/** Epoch milliseconds of what {@link toSeconds} gives. */
export function fromSeconds(seconds: number): number {
  return seconds * 1000 + EARLIEST_TIME;
}
