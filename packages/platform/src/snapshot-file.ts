import { open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** Writes a file as a whole or not at all: beside it, flushed, then renamed over it. `chunks` are written one after the other. */
export async function writeSnapshotFile(path: string, chunks: Iterable<Uint8Array>): Promise<void> {
  const temporary = `${path}.part`;
  const file = await open(temporary, "w");
  try {
    for (const chunk of chunks) await file.appendFile(chunk);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  const directory = await open(dirname(path), "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
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

export async function removeSnapshotFile(path: string): Promise<void> {
  await rm(path, { force: true });
}
