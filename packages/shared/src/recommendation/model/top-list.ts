import { createTopK, offer, sortTopK, startTopK, threshold } from "./top-k.ts";
import { SETTINGS } from "../weights.ts";

/** The largest entries of a column of counts, kept in order while the column changes. */
export interface TopList {
  /** Ids, largest value first, equal values by smaller hash. */
  readonly ids: Int32Array;
  size: number;
  /** No entry outside of a full list comes before this value and hash. */
  bound: { value: number; hash: number };
  /** The column has changed in another way than by {@link raise} and {@link lower}. */
  stale: boolean;
}

/** What a list is of: values by id, and what decides between equal ones. */
export interface Ranked {
  readonly values: Float64Array | Int32Array;
  readonly hashes: Float64Array;
}

const KEPT = SETTINGS.lists.kept;

export function createTopList(kept: number = KEPT): TopList {
  return { ids: new Int32Array(kept), size: 0, bound: { value: 0, hash: 0 }, stale: false };
}

/** Takes notice of a larger value of `id`. */
export function raise(list: TopList, ranked: Ranked, id: number): void {
  const { ids } = list;
  let at = placeOf(list, ranked, id);
  if (at < 0) return;
  ids[at] = id;
  for (; at > 0 && isBefore(ranked, id, ids[at - 1]); at--) {
    ids[at] = ids[at - 1];
    ids[at - 1] = id;
  }
}

/** Takes notice of a smaller value of `id`. */
export function lower(list: TopList, ranked: Ranked, id: number): void {
  const { ids } = list;
  let at = ids.indexOf(id);
  if (at < 0 || at >= list.size) return;
  for (; at + 1 < list.size && isBefore(ranked, ids[at + 1], id); at++) {
    ids[at] = ids[at + 1];
    ids[at + 1] = id;
  }
}

export interface Wanted {
  /** Entries that must be right. */
  readonly wanted: number;
  /** Calls `visit` with every id there is. */
  readonly each: (visit: (id: number) => void) => void;
}

/**
 * Makes sure that the first `wanted` entries are the largest of all. Additions keep them so; after many subtractions, one of which
 * may have let an entry outside get ahead, the column is looked through again.
 */
export function settle(list: TopList, ranked: Ranked, { wanted, each }: Wanted): TopList {
  if (list.stale || !isSettled(list, ranked, wanted)) rebuild(list, ranked, each);
  return list;
}

function isSettled({ ids, size, bound }: TopList, { values, hashes }: Ranked, wanted: number): boolean {
  if (size < ids.length) return true;
  const last = ids[Math.min(wanted, size) - 1];
  return values[last] === bound.value ? hashes[last] <= bound.hash : values[last] > bound.value;
}

function rebuild(list: TopList, { values, hashes }: Ranked, each: Wanted["each"]): void {
  const largest = startTopK(createTopK(list.ids.length), list.ids.length, { hashes });
  each((id) => {
    if (values[id] > 0 && values[id] >= threshold(largest)) offer(largest, id, values[id]);
  });
  sortTopK(largest);
  list.ids.set(largest.ids);
  list.size = largest.size;
  list.stale = false;
  list.bound = { value: 0, hash: 0 };
  if (list.size === list.ids.length) leaveOutside(list, { values, hashes }, list.ids[list.size - 1]);
}

/** Where `id` stands, or the last place if its value earns it that, else -1. */
function placeOf(list: TopList, ranked: Ranked, id: number): number {
  const { ids, size } = list;
  const full = size === ids.length;
  const last = ids[ids.length - 1];
  if (full && id !== last && !isBefore(ranked, id, last)) {
    leaveOutside(list, ranked, id);
    return -1;
  }
  const at = ids.indexOf(id);
  if (at >= 0 && at < size) return at;
  if (!full) return list.size++;
  leaveOutside(list, ranked, last);
  return size - 1;
}

function leaveOutside({ bound }: TopList, { values, hashes }: Ranked, id: number): void {
  if (values[id] < bound.value || (values[id] === bound.value && hashes[id] >= bound.hash)) return;
  bound.value = values[id];
  bound.hash = hashes[id];
}

function isBefore({ values, hashes }: Ranked, a: number, b: number): boolean {
  return values[a] === values[b] ? hashes[a] < hashes[b] : values[a] > values[b];
}
