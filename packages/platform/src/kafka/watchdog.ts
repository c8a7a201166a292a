export interface WatchdogOptions {
  /** Milliseconds. */
  readonly limit: number;
  /** Whether a batch is in hand: then the fetch loop may stand still. */
  readonly isBusy: () => boolean;
  readonly onStall: (what: string) => void;
}

export interface Watchdog {
  /** The fetch loop has gone round. */
  looped(): void;
  /** The group's coordinator has answered. */
  contacted(): void;
  stop(): void;
}

const TICKS = 20;

/**
 * Finds readers that have come to a standstill without an error (tulios/kafkajs#659), or cannot reach their brokers. It counts its own
 * ticks instead of looking at the clock: a process that was suspended has not been waiting.
 */
export function startWatchdog({ limit, isBusy, onStall }: WatchdogOptions): Watchdog {
  let sinceLoop = 0;
  let sinceContact = 0;
  const timer = setInterval(() => {
    sinceLoop = isBusy() ? 0 : sinceLoop + 1;
    sinceContact += 1;
    if (Math.max(sinceLoop, sinceContact) <= TICKS) return;
    clearInterval(timer);
    onStall(sinceContact > TICKS ? "no answer from the group's coordinator" : "no fetch");
  }, limit / TICKS);
  return {
    looped: () => void (sinceLoop = 0),
    contacted: () => void (sinceContact = 0),
    stop: () => clearInterval(timer),
  };
}
