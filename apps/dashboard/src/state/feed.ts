import { STREAM_EVENTS, streamSchemas } from "@segue/shared/api/stream";
import type { StreamData, StreamEvent } from "@segue/shared/api/stream";

/** What the server tells by itself, for as many as want to hear it: one stream for the whole page. */
export interface Feed {
  /** `listener` gets the data of each such event; what comes back ends that. */
  readonly on: <E extends StreamEvent>(event: E, listener: (data: StreamData[E]) => void) => () => void;
  /** Told when something may have changed unheard: the stream has opened, there is none, or the tab is looked at again. */
  readonly onDoubt: (listener: () => void) => () => void;
  /** Told when the stream has broken off. */
  readonly onBreak: (listener: () => void) => () => void;
  readonly isOpen: () => boolean;
  readonly close: () => void;
}

/** Between two doubts while there is no stream, in milliseconds. */
const POLL = 2_000;

type Listeners = ReadonlyMap<StreamEvent | "doubt" | "break", Set<(data: never) => void>>;

/** Listens to the stream at `url`. After a break the browser goes on where it was, by the id of the last event. */
export function openFeed(url: string): Feed {
  const listeners: Listeners = new Map([...STREAM_EVENTS, "doubt" as const, "break" as const].map((event) => [event, new Set()]));
  const doubt = (): void => tell(listeners, "doubt", undefined);
  let source = listen();

  function listen(): EventSource {
    const opened = new EventSource(url);
    opened.addEventListener("open", doubt);
    opened.addEventListener("error", () => tell(listeners, "break", undefined));
    for (const event of STREAM_EVENTS) opened.addEventListener(event, ({ data }: MessageEvent<string>) => pass(listeners, event, data));
    return opened;
  }

  const poll = setInterval(() => {
    // The browser gives up on a stream that answered with an error; it has to be opened anew.
    if (source.readyState === EventSource.CLOSED) source = listen();
    if (source.readyState !== EventSource.OPEN && !document.hidden) doubt();
  }, POLL);
  const lookedAt = (): void => void (document.hidden || doubt());
  document.addEventListener("visibilitychange", lookedAt);

  const add = (event: StreamEvent | "doubt" | "break", listener: (data: never) => void): (() => void) => {
    listeners.get(event)?.add(listener);
    return () => listeners.get(event)?.delete(listener);
  };
  return {
    on: add,
    onDoubt: (listener) => add("doubt", listener),
    onBreak: (listener) => add("break", listener),
    isOpen: () => source.readyState === EventSource.OPEN,
    close() {
      clearInterval(poll);
      document.removeEventListener("visibilitychange", lookedAt);
      source.close();
    },
  };
}

/** Data is checked where it comes in, and only where somebody wants it. */
function pass(listeners: Listeners, event: StreamEvent, text: string): void {
  if (listeners.get(event)?.size === 0) return;
  tell(listeners, event, streamSchemas[event].parse(JSON.parse(text)));
}

function tell(listeners: Listeners, event: StreamEvent | "doubt" | "break", data: unknown): void {
  for (const listener of [...(listeners.get(event) ?? [])]) listener(data as never);
}
