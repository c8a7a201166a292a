import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, readSync, statfsSync } from "node:fs";
import { join } from "node:path";

/** Below this, even LMDB's own bookkeeping may not fit, and it is mapped into memory: a full disk then kills the process. */
export const MIN_FREE_BYTES = 8 * 1024 * 1024;

const MAGIC = 0xbeefc0de;
const MAGIC_AT = 24;

/** Makes the folder and checks what LMDB would answer with a crash rather than an error. */
export function prepareFolder(path: string): void {
  mkdirSync(path, { recursive: true });
  accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  const free = freeBytes(path);
  if (free < MIN_FREE_BYTES) throw new Error(`ENOSPC: ${free} bytes left on it`);
  const file = join(path, "data.mdb");
  if (existsSync(file)) checkMagic(file);
}

/** What is left on the disk that holds `path`. */
export function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
}

function checkMagic(file: string): void {
  const start = Buffer.alloc(MAGIC_AT + 4);
  const descriptor = openSync(file, "r");
  const length = readSync(descriptor, start);
  closeSync(descriptor);
  // Empty is what a process leaves behind that was killed while it made the folder.
  if (length > 0 && start.readUInt32LE(MAGIC_AT) !== MAGIC) throw new Error("MDB_INVALID: File is not an LMDB file");
}
