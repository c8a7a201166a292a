import closeWithGrace from "close-with-grace";
import type { Logger } from "./logger.ts";

/** Something that was opened and has to be closed. Closing twice is harmless. */
export interface Closeable {
  close(): Promise<void>;
}

/** Things opened in order, to be closed in reverse; when opening one fails, those before it are closed again. */
export interface Lifecycle extends Closeable {
  /** Registers what was just opened and hands it back. */
  opened<T extends Closeable>(thing: T): T;
}

export function createLifecycle(): Lifecycle {
  const things: Closeable[] = [];
  let closing: Promise<void> | undefined;
  const closeAll = async (): Promise<void> => {
    for (const thing of things.reverse()) await thing.close();
  };
  return {
    opened(thing) {
      things.push(thing);
      return thing;
    },
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}

/** Longest orderly stop before the process ends anyway, in milliseconds. */
const STOP_TIMEOUT = 25_000;

/** Stops in order on SIGTERM, SIGINT and on errors nobody caught; call what it returns where the end comes otherwise, or the exit code will be 0. */
export function closeOnSignals(lifecycle: Closeable, logger: Logger): () => void {
  const { uninstall } = closeWithGrace({ delay: STOP_TIMEOUT, logger: false }, async ({ signal, err }) => {
    if (err !== undefined) logger.fatal({ err }, "stopping after an unexpected error");
    else logger.info({ signal }, "stopping");
    await lifecycle.close();
  });
  return uninstall;
}
