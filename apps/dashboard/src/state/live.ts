/** connecting: nothing has been asked yet. live: told of changes. polling: asks by itself. offline: the last question got no answer. */
export type Connection = "connecting" | "live" | "polling" | "offline";

export interface LiveOptions {
  /** Where the server-sent events come from. */
  readonly url: string;
  /** Fetches what may have changed. */
  readonly refresh: () => Promise<void>;
  readonly onConnection: (connection: Connection, error: Error | null) => void;
}

export interface Live {
  /** Refreshes at once, whatever the stream says. */
  readonly now: () => void;
  readonly close: () => void;
}

/** Between two refreshes, at least: a busy shop changes many times a second and nobody reads that fast. */
const GAP = 400;
/** Between two questions while there is no stream. */
const POLL = 2_000;
const EVENT = "segments";

/** Keeps something fresh: by the stream's word, and by asking while there is no stream. A tab nobody looks at stays quiet. */
export function startLive({ url, refresh, onConnection }: LiveOptions): Live {
  const state = { answered: false, failure: null as Error | null, running: false, again: false, timer: 0 };
  let source = listen();

  function listen(): EventSource {
    const opened = new EventSource(url);
    opened.addEventListener("open", run);
    opened.addEventListener(EVENT, run);
    opened.addEventListener("error", tell);
    return opened;
  }

  function tell(): void {
    onConnection(connectionOf(source, state), state.failure);
  }

  function run(): void {
    if (document.hidden && state.answered) return;
    if (state.running) {
      state.again = true;
      return;
    }
    state.running = true;
    state.again = false;
    void refresh().then(
      () => settle(null),
      (error: unknown) => settle(error instanceof Error ? error : new Error(String(error))),
    );
  }

  function settle(failure: Error | null): void {
    state.answered = true;
    state.failure = failure;
    tell();
    state.timer = window.setTimeout(() => {
      state.running = false;
      if (state.again) run();
    }, GAP);
  }

  const poll = setInterval(() => {
    // The browser gives up on a stream that answered with an error; it has to be opened anew.
    if (source.readyState === EventSource.CLOSED) source = listen();
    if (source.readyState !== EventSource.OPEN || state.failure !== null) run();
  }, POLL);
  document.addEventListener("visibilitychange", run);
  run();

  return {
    now: run,
    close() {
      clearInterval(poll);
      clearTimeout(state.timer);
      document.removeEventListener("visibilitychange", run);
      source.close();
    },
  };
}

function connectionOf(source: EventSource, { answered, failure }: { readonly answered: boolean; readonly failure: Error | null }): Connection {
  if (!answered) return "connecting";
  if (failure !== null) return "offline";
  return source.readyState === EventSource.OPEN ? "live" : "polling";
}
