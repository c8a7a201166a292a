import type { SegmentsReply } from "@segue/shared/api/segments";
import type { Feed } from "./feed.ts";
import { createPace } from "./pace.ts";

/** connecting: nothing has been said yet. live: told of changes. polling: asks by itself. offline: the last question got no answer. */
export type Connection = "connecting" | "live" | "polling" | "offline";

export interface LiveOptions {
  readonly feed: Feed;
  readonly load: () => Promise<SegmentsReply>;
  readonly onSegments: (segments: SegmentsReply) => void;
  readonly onConnection: (connection: Connection, error: Error | null) => void;
}

export interface Live {
  /** Asks at once, whatever the stream says. */
  readonly now: () => void;
  readonly close: () => void;
}

/** Between two questions, at least, in milliseconds. */
const GAP = 400;

/** The segments as the stream tells them, and as they are asked for where it may not have, with how the server can be reached. */
export function startLive({ feed, load, onSegments, onConnection }: LiveOptions): Live {
  const state = { answered: false, failure: null as Error | null };
  const tell = (): void => onConnection(connectionOf(feed, state), state.failure);
  const settle = (failure: Error | null): void => {
    Object.assign(state, { answered: true, failure });
    tell();
  };
  const take = (segments: SegmentsReply): void => {
    onSegments(segments);
    settle(null);
  };
  const ask = (): Promise<void> => load().then(take, (error: unknown) => settle(error instanceof Error ? error : new Error(String(error))));
  const pace = createPace(ask, GAP);
  const ends = [feed.on("segments", take), feed.onDoubt(pace.ask), feed.onBreak(tell)];
  pace.ask();
  return {
    now: pace.ask,
    close() {
      pace.stop();
      for (const end of ends) end();
    },
  };
}

function connectionOf(feed: Feed, { answered, failure }: { readonly answered: boolean; readonly failure: Error | null }): Connection {
  if (!answered) return "connecting";
  if (failure !== null) return "offline";
  return feed.isOpen() ? "live" : "polling";
}
