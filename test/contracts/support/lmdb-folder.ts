import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLmdb } from "@segue/platform/lmdb/open-lmdb";
import type { Lmdb } from "@segue/platform/lmdb/open-lmdb";
import type { EventLog } from "@segue/shared/ports/event-log";
import type { OpenedStore } from "./opened-store.ts";

/** The store knows no partitions: a scope is a name to it. */
const ANY_NUMBER = 4;

/** A new empty folder, and how to remove it. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), "segue-lmdb-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A log in a folder of its own. */
export async function openTemporaryLog(): Promise<EventLog> {
  const { path, remove } = temporaryFolder();
  const lmdb = openLmdb(path);
  return {
    ...lmdb.log,
    close: async () => {
      await lmdb.log.close();
      await lmdb.close();
      remove();
    },
  };
}

/** A store, and its log, in a folder of their own. */
export async function openTemporaryStore(): Promise<OpenedStore> {
  const { path, remove } = temporaryFolder();
  const first = asOpenedStore(path, openLmdb(path));
  return {
    ...first,
    close: async () => {
      await first.close();
      remove();
    },
  };
}

function asOpenedStore(path: string, lmdb: Lmdb): OpenedStore {
  const { log, store } = lmdb;
  return { log, store, partitions: ANY_NUMBER, close: () => lmdb.close(), again: async () => asOpenedStore(path, openLmdb(path)) };
}
