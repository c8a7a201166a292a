import type { EventLog } from "@segue/shared/ports/event-log";
import type { StateStore } from "@segue/shared/ports/state-store";
import type { Clock } from "@segue/platform/clock";

/** What the routes of the segmenter need. */
export interface SegmenterAppDeps {
  readonly log: EventLog;
  readonly store: StateStore;
  readonly clock: Clock;
}
