import { BroadcastChannel } from "node:worker_threads";

/** Tells readers that there may be something new, in whichever thread of this process it was written. */
export interface WakeUp {
  /** Taken before looking; a `wait` with it returns at once when anything was written after it was taken. */
  ticket(): number;
  /** Resolves on the next news, or when it is time to look anyway. */
  wait(ticket: number): Promise<void>;
  /** Tells every thread. */
  notify(): void;
  /** Ends all waiting in this thread. */
  wakeHere(): void;
  close(): void;
}

/** Another process, or a lost message, is noticed this late at worst. */
const POLL_MS = 200;

/** Opens the signal of everything that has the environment at `path` open. */
export function openWakeUp(path: string): WakeUp {
  const channel = new BroadcastChannel(`segue-lmdb:${path}`);
  const waiters = new Set<() => void>();
  let news = 0;
  let isOpen = true;

  const wakeHere = () => {
    news += 1;
    for (const wake of [...waiters]) wake();
  };
  channel.onmessage = wakeHere;
  channel.unref();

  return {
    ticket: () => news,
    wait: (ticket) =>
      new Promise((resolve) => {
        if (ticket !== news) return resolve();
        const wake = () => {
          clearTimeout(timer);
          waiters.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, POLL_MS);
        waiters.add(wake);
      }),
    notify: () => {
      wakeHere();
      if (isOpen) channel.postMessage(0);
    },
    wakeHere,
    close: () => {
      isOpen = false;
      wakeHere();
      channel.close();
    },
  };
}
