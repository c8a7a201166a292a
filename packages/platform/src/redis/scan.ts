import { AppError } from "@segue/shared/errors";
import type { ScanPage } from "@segue/shared/ports/state-store";
import type { RedisClient } from "./redis-client.ts";
import { bytesOf, listOf, textOf } from "./replies.ts";

/** A place in a scan: after an entry of one hash, `null` before its first. */
interface Place {
  readonly bucket: number;
  readonly after: string | null;
}

interface Found extends Place {
  readonly after: string;
}

/** Hashes asked for at the same time while they turn out to be empty. */
const MOST_AT_ONCE = 64;

/**
 * One page of the entries of `keys`: hash after hash, within a hash in the order of the ids. HSCAN would give some twice while the hash
 * grows; all ids of a hash are few, since entries are spread over many.
 */
export async function scanHashes(client: RedisClient, keys: readonly string[], page: { readonly cursor: string | null; readonly limit: number }): Promise<ScanPage> {
  const { found, more } = await idsAfter(client, keys, page);
  const values = await Promise.all(byBucket(found).map(([bucket, ids]) => client.command("hmget", [keys[bucket] ?? "", ...ids])));
  const inOrder = values.flatMap(listOf).map(bytesOf);
  const entries = found.map(({ after }, index) => ({ id: after, value: inOrder[index] }));
  const last = found[found.length - 1];
  return {
    // What was deleted in between has no value any more.
    entries: entries.flatMap(({ id, value }) => (value === undefined ? [] : [{ id, value }])),
    cursor: more && last !== undefined ? encodeCursor(last) : null,
  };
}

/** The ids of a page, and whether there are more. */
async function idsAfter(client: RedisClient, keys: readonly string[], { cursor, limit }: { readonly cursor: string | null; readonly limit: number }) {
  const from = decodeCursor(cursor, keys.length);
  const found: Found[] = [];
  let width = 1;
  for (let bucket = from.bucket; bucket < keys.length && found.length <= limit; bucket += width, width = Math.min(2 * width, MOST_AT_ONCE)) {
    const replies = await Promise.all(keys.slice(bucket, bucket + width).map((key) => client.command("hkeys", [key])));
    for (const [i, reply] of replies.entries()) {
      const after = bucket + i === from.bucket ? from.after : null;
      found.push(...sortedIds(reply, after).map((id) => ({ bucket: bucket + i, after: id })));
    }
  }
  return { found: found.slice(0, limit), more: found.length > limit };
}

function sortedIds(reply: unknown, after: string | null): string[] {
  const ids = listOf(reply).map((id) => textOf(id) ?? "");
  return ids.filter((id) => after === null || id > after).sort();
}

function byBucket(found: readonly Found[]): [bucket: number, ids: string[]][] {
  const groups = new Map<number, string[]>();
  for (const { bucket, after } of found) groups.set(bucket, [...(groups.get(bucket) ?? []), after]);
  return [...groups];
}

const encodeCursor = ({ bucket, after }: Found): string => `${bucket}:${after}`;

function decodeCursor(cursor: string | null, buckets: number): Place {
  if (cursor === null) return { bucket: 0, after: null };
  const [, bucket, after] = /^(\d{1,9}):(.*)$/s.exec(cursor) ?? [];
  if (bucket !== undefined && after !== undefined && Number(bucket) < buckets) return { bucket: Number(bucket), after };
  throw new AppError("invalid_cursor", "cursor is not one that a page of this collection has given out", { status: 400 });
}
