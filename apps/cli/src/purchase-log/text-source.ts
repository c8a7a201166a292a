import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { AppError } from "@segue/shared/errors";
import type { Encoding } from "./decoder.ts";
import { createDecoder } from "./decoder.ts";

const CHUNK_BYTES = 256 * 1024;

/** How far reading has come; changes while the chunks are taken. */
export interface TextStats {
  /** Bytes of the file read so far, before unpacking. */
  bytes: number;
  readonly totalBytes: number;
  /** Characters that stand for broken bytes. */
  replaced: number;
  /** As far as it is known by now. */
  encoding: Encoding;
}

export interface TextSource {
  readonly path: string;
  readonly chunks: AsyncGenerator<string>;
  readonly stats: TextStats;
}

/**
 * Opens a text file, gzipped or not, in UTF-8, UTF-16 or Latin-1. Broken bytes become U+FFFD and are counted; a byte order mark is dropped.
 * @throws AppError `unreadable_file` here or while reading, `file_changed` at the end, with the path and the cause on one line.
 */
export async function openText(path: string): Promise<TextSource> {
  const { head, size, changed } = await readHead(path);
  if (size === 0) throw new AppError("empty_file", `${path} is empty`);
  const stats: TextStats = { bytes: 0, totalBytes: size, replaced: 0, encoding: "UTF-8" };
  return { path, stats, chunks: unchanged(path, changed, decode(path, head, stats)) };
}

async function* decode(path: string, head: Uint8Array, stats: TextStats): AsyncGenerator<string> {
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  file.on("data", (chunk) => (stats.bytes += chunk.length));
  const decoder = createDecoder(head);
  const noted = (text: string): string => {
    stats.replaced = decoder.replaced();
    stats.encoding = decoder.encoding();
    return text;
  };
  try {
    for await (const bytes of unpacked(path, head, file)) {
      const text = noted(decoder.decode(bytes as Uint8Array));
      if (text !== "") yield text;
    }
    const last = noted(decoder.end());
    if (last !== "") yield last;
  } catch (error) {
    throw unreadable(path, error);
  } finally {
    file.destroy();
  }
}

function unpacked(path: string, head: Uint8Array, file: Readable): Readable {
  const gzipped = (head[0] === 0x1f && head[1] === 0x8b) || path.toLowerCase().endsWith(".gz");
  // The callback only keeps a failure of either stream from being thrown; the reader of the last stream sees it.
  return gzipped ? pipeline(file, createGunzip({ chunkSize: CHUNK_BYTES }), () => undefined) : file;
}

/** Half of an old file and half of a new one are neither. */
async function* unchanged(path: string, changed: number, chunks: AsyncGenerator<string>): AsyncGenerator<string> {
  yield* chunks;
  const now = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  if (now.mtimeMs !== changed) throw new AppError("file_changed", `${path} changed while it was read; wait until nothing writes to it, or copy it, and run again`);
}

async function readHead(path: string): Promise<{ head: Uint8Array; size: number; changed: number }> {
  try {
    const handle = await open(path);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
      const { size, mtimeMs } = await handle.stat();
      return { head: buffer.subarray(0, bytesRead), size: Math.max(size, bytesRead), changed: mtimeMs };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(path, error);
  }
}

const CAUSES: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a directory; name a CSV or NDJSON file",
  EACCES: "permission denied",
  Z_BUF_ERROR: "the gzip data ends too early; the file was not copied in full",
  Z_DATA_ERROR: "the gzip data is damaged or it is not a gzip file",
};

function unreadable(path: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = (error as { code?: string }).code ?? "";
  const cause = CAUSES[code] ?? (error instanceof Error ? error.message : String(error));
  return new AppError("unreadable_file", `cannot read ${path}: ${cause}`, { cause: error });
}
