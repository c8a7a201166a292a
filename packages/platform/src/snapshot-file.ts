import { open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

export interface SnapshotWriting {
  /** Written one after the other. */
  readonly chunks: Iterable<Uint8Array>;
  /** Asked when everything is written: only then does the file take the place of the one before. */
  readonly keep: () => Promise<boolean>;
}

const temporaryOf = (path: string): string => `${path}.part`;

/** Writes a file as a whole or not at all: beside it, flushed, then renamed over it. */
export async function writeSnapshotFile(path: string, { chunks, keep }: SnapshotWriting): Promise<void> {
  const temporary = temporaryOf(path);
  const file = await open(temporary, "w");
  try {
    for (const chunk of chunks) await file.appendFile(chunk);
    await file.sync();
  } finally {
    await file.close();
  }
  if (!(await keep())) return rm(temporary, { force: true });
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

/** The file's bytes, or nothing where there is none. */
export async function readSnapshotFile(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Removes the file, and what a writer that was killed has left beside it; nothing where there is none. */
export async function removeSnapshotFile(path: string): Promise<void> {
  await Promise.all([path, temporaryOf(path)].map((file) => rm(file, { force: true })));
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
