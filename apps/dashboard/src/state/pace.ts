/** Work that is asked for more often than it should be done. */
export interface Pace {
  /** Does it as soon as `every` allows; once more afterwards where it is at work already. */
  readonly ask: () => void;
  readonly stop: () => void;
}

/** Does `work`, which must not fail, one at a time, and begins it no sooner than `every` milliseconds after it last began. */
export function createPace(work: () => Promise<void>, every: number): Pace {
  const state = { begun: -Infinity, busy: false, asked: false, stopped: false, timer: undefined as ReturnType<typeof setTimeout> | undefined };
  const plan = (): void => {
    state.timer ??= setTimeout(() => void run(), Math.max(0, state.begun + every - performance.now()));
  };
  const run = async (): Promise<void> => {
    Object.assign(state, { begun: performance.now(), busy: true, asked: false, timer: undefined });
    await work();
    state.busy = false;
    if (state.asked && !state.stopped) plan();
  };
  return {
    ask() {
      if (state.busy) state.asked = true;
      else plan();
    },
    stop() {
      state.stopped = true;
      clearTimeout(state.timer);
    },
  };
}
