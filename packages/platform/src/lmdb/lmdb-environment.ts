import { realpathSync } from "node:fs";
import { open } from "lmdb";
import type { RootDatabase } from "lmdb";
import { AppError } from "@segue/shared/errors";
import { folderError } from "./folder-errors.ts";
import { claimFolder } from "./folder-lock.ts";
import { checkSchema } from "./folder-schema.ts";
import { prepareFolder } from "./prepare-folder.ts";
import { completeTorn, isTorn } from "./journal.ts";
import type { Tables } from "./table.ts";
import { openWakeUp } from "./wake-up.ts";
import type { WakeUp } from "./wake-up.ts";

export interface WriteResult<T> {
  /** Resolves once the change is visible to every thread. */
  readonly committed: Promise<T>;
  /** Resolves once the change survives a power failure. */
  readonly durable: Promise<T>;
}

/** One LMDB environment: the log and the state share its transactions. */
export interface LmdbEnvironment extends Tables {
  readonly path: string;
  readonly wakeUp: WakeUp;
  /** Runs `read` on the newest state; everything it sees is of one moment, between two changes. */
  look<T>(read: () => T): Promise<T>;
  /**
   * Runs `change` in a write transaction: all of it is kept, or nothing when the disk fails. It must not throw once it
   * has written, and must bear that its thread is ended between two steps, see journal.ts.
   */
  write<T>(change: () => T): WriteResult<T>;
  /** Resolves once everything visible now is durable, whichever thread wrote it. */
  sync(): Promise<void>;
  /** Waits for writes in flight. Safe to call twice. */
  close(): Promise<void>;
}

export interface EnvironmentOptions {
  readonly now?: () => number;
}

/** Never with `noSync`: a crash of the machine would corrupt the file. */
const OPTIONS = {
  encoding: "binary",
  keyEncoding: "binary",
  // Or a dot in the folder's name would make it the name of a file.
  noSubdir: false,
  // A customer takes 1 to 2 kB: five of them share such a page, but only two a page of 4 kB.
  pageSize: 8192,
  // Transactions that wait are grouped anyway; with it, a failed one also rejects a promise that nobody can handle.
  eventTurnBatching: false,
} as const;

const BINARY = { encoding: "binary", keyEncoding: "binary" } as const;

/** Opens the folder at `path`, making it if need be; another thread of this process may have it open too, another process may not. */
export function openEnvironment(path: string, options: EnvironmentOptions = {}): LmdbEnvironment {
  let letGo = () => {};
  try {
    prepareFolder(path);
    const folder = realpathSync(path);
    letGo = claimFolder(folder);
    return connect(folder, letGo, options.now ?? Date.now);
  } catch (error) {
    letGo();
    throw folderError(path, "open", error);
  }
}

function connect(path: string, letGo: () => void, now: () => number): LmdbEnvironment {
  const root: RootDatabase<Buffer, Buffer> = open({ path, ...OPTIONS });
  const tables: Tables = { ...openTables(root, path), now };
  const wakeUp = openWakeUp(path);
  let closing: Promise<void> | undefined;

  const checkOpen = () => {
    if (closing !== undefined) throw new AppError("data_folder_closed", `The data folder ${path} has been closed.`);
  };
  const write = <T>(change: () => T): WriteResult<T> => {
    checkOpen();
    return startWrite(root, path, () => {
      completeTorn(tables);
      return change();
    });
  };
  // Looks that begin in one go, with nothing awaited between them, are of one moment anyway and share its snapshot.
  let isNewest = false;
  const lookAtNewest = (): boolean => {
    if (isNewest) return true;
    // lmdb keeps a read transaction for the rest of the event turn, blind to what other threads have committed since.
    root.resetReadTxn();
    isNewest = !isTorn(tables);
    queueMicrotask(() => (isNewest = false));
    return isNewest;
  };
  return {
    path,
    ...tables,
    wakeUp,
    look: async (read) => {
      for (;;) {
        checkOpen();
        if (lookAtNewest()) return read();
        await write(() => undefined).committed;
      }
    },
    write,
    sync: async () => {
      checkOpen();
      await syncToDisk(root).catch((error: unknown) => Promise.reject(folderError(path, "write to", error)));
    },
    close: () => {
      closing ??= closeAll(root, wakeUp).finally(letGo);
      return closing;
    },
  };
}

function openTables(root: RootDatabase<Buffer, Buffer>, path: string): Omit<Tables, "now"> {
  try {
    const meta = root.openDB({ name: "meta", ...BINARY });
    checkSchema(path, meta);
    return { meta, frames: root.openDB({ name: "frames", ...BINARY }), state: root.openDB({ name: "state", ...BINARY }) };
  } catch (error) {
    void root.close();
    throw error;
  }
}

/**
 * With overlappingSync, lmdb's default, a transaction is committed first (visible, writer lock released) and flushed by
 * fdatasync after, so that the next one can be built meanwhile. Only then is a second meta page written that says
 * "flushed up to here"; after a power failure LMDB goes back to that page, to a prefix of the history.
 * `transaction` promises no more than the first step, `flushed`, taken in the same turn, the second.
 * All transactions that are queued while one is being written share the next one, callbacks in the order of the calls.
 */
function startWrite<T>(root: RootDatabase, path: string, change: () => T): WriteResult<T> {
  const transaction = root.transaction(change);
  const flushed = Promise.resolve(root.flushed).catch(() => undefined);
  const committed = transaction.catch(async (error: unknown) => {
    throw folderError(path, "write to", await causeOf(error));
  });
  const durable = committed.then(async (result) => {
    await flushed;
    return result;
  });
  // Whoever waits for one of the two need not handle the other.
  committed.catch(() => undefined);
  durable.catch(() => undefined);
  return { committed, durable };
}

/** lmdb rejects with a general error that carries a promise of the particular one. */
async function causeOf(error: unknown): Promise<unknown> {
  const particular = (error as { commitError?: Promise<unknown> }).commitError;
  if (particular === undefined) return error;
  const patience = new Promise((resolve) => setTimeout(resolve, 1000, error).unref());
  return Promise.race([particular.catch((cause: unknown) => cause), patience]);
}

function syncToDisk(root: RootDatabase): Promise<void> {
  // Public, but left out of lmdb's types. Costs nothing when all is flushed already.
  const { sync } = root as unknown as { sync: (done: (error?: unknown) => void) => void };
  return new Promise((resolve, reject) => sync.call(root, (error) => (error ? reject(error as Error) : resolve())));
}

async function closeAll(root: RootDatabase, wakeUp: WakeUp): Promise<void> {
  wakeUp.close();
  // Closing waits for the last flush, and that of a failed transaction never comes: an empty one takes its place.
  await root.transaction(() => undefined).catch(() => undefined);
  await root.close();
}
