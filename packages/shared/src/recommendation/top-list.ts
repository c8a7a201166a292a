import { SETTINGS } from "./weights.ts";

/**
 * The largest entries of a column of forward-decayed (or plain) counts, kept in order while the column changes: exact under
 * additions, which is all a stream of purchases does. After a subtraction an entry may stay that would be just past the end.
 */
export interface TopList {
  /** Ids, largest value first, equal values by smaller id. */
  readonly ids: Int32Array;
  size: number;
}

export function createTopList(kept: number = SETTINGS.lists.kept): TopList {
  return { ids: new Int32Array(kept), size: 0 };
}

/** Takes notice of a larger value of `id`. */
export function raise(list: TopList, values: Float64Array | Int32Array, id: number): void {
  const { ids } = list;
  let at = placeOf(list, values, id);
  if (at < 0) return;
  ids[at] = id;
  for (; at > 0 && isBefore(values, id, ids[at - 1]); at--) {
    ids[at] = ids[at - 1];
    ids[at - 1] = id;
  }
}

/** Where `id` stands, or the last place if its value earns it that, else -1. */
function placeOf(list: TopList, values: Float64Array | Int32Array, id: number): number {
  const { ids, size } = list;
  const full = size === ids.length;
  const last = ids[ids.length - 1];
  if (full && id !== last && !isBefore(values, id, last)) return -1;
  const at = ids.indexOf(id);
  if (at >= 0 && at < size) return at;
  return full ? size - 1 : list.size++;
}

/** Takes notice of a smaller value of `id`. */
export function lower(list: TopList, values: Float64Array | Int32Array, id: number): void {
  const { ids } = list;
  let at = ids.indexOf(id);
  if (at < 0 || at >= list.size) return;
  for (; at + 1 < list.size && isBefore(values, ids[at + 1], id); at++) {
    ids[at] = ids[at + 1];
    ids[at + 1] = id;
  }
}

function isBefore(values: Float64Array | Int32Array, a: number, b: number): boolean {
  return values[a] === values[b] ? a < b : values[a] > values[b];
}
