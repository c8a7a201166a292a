/**
 * The best `limit` of the offered entries, as a heap with the worst on top. Order: larger key, then larger entry of `ties`, then
 * smaller id, so that the outcome never depends on the order of offers.
 */
export interface TopK {
  readonly ids: Int32Array;
  readonly keys: Float64Array;
  size: number;
  limit: number;
  /** By id. */
  ties: Uint32Array | Int32Array;
}

const NO_TIES = new Int32Array(0);

export function createTopK(most: number): TopK {
  return { ids: new Int32Array(most), keys: new Float64Array(most), size: 0, limit: most, ties: NO_TIES };
}

export function startTopK(top: TopK, limit: number, ties: Uint32Array | Int32Array = NO_TIES): TopK {
  top.size = 0;
  top.limit = Math.min(limit, top.ids.length);
  top.ties = ties;
  return top;
}

/** The least key that can still get in. */
export function threshold(top: TopK): number {
  if (top.limit === 0) return Number.POSITIVE_INFINITY;
  return top.size < top.limit ? Number.NEGATIVE_INFINITY : top.keys[0];
}

export function offer(top: TopK, id: number, key: number): void {
  const { ids, keys } = top;
  if (top.size < top.limit) {
    const at = top.size++;
    ids[at] = id;
    keys[at] = key;
    siftUp(top, at);
  } else if (top.limit > 0 && isBetter(top, { id, key })) {
    ids[0] = id;
    keys[0] = key;
    siftDown(top, 0, top.size);
  }
}

/** Puts the entries into their order, best first. No offers may follow. */
export function sortTopK(top: TopK): TopK {
  for (let end = top.size - 1; end > 0; end--) {
    swap(top, 0, end);
    siftDown(top, 0, end);
  }
  return top;
}

function isBetter(top: TopK, entry: { readonly id: number; readonly key: number }): boolean {
  if (entry.key !== top.keys[0]) return entry.key > top.keys[0];
  return !isTieWorse(top, entry.id, top.ids[0]);
}

function isTieWorse({ ties }: TopK, a: number, b: number): boolean {
  return ties.length > 0 && ties[a] !== ties[b] ? ties[a] < ties[b] : a > b;
}

function isWorse(top: TopK, a: number, b: number): boolean {
  const { ids, keys } = top;
  return keys[a] === keys[b] ? isTieWorse(top, ids[a], ids[b]) : keys[a] < keys[b];
}

function swap({ ids, keys }: TopK, a: number, b: number): void {
  const id = ids[a];
  const key = keys[a];
  ids[a] = ids[b];
  keys[a] = keys[b];
  ids[b] = id;
  keys[b] = key;
}

function siftUp(top: TopK, from: number): void {
  for (let at = from; at > 0; ) {
    const parent = (at - 1) >>> 1;
    if (!isWorse(top, at, parent)) return;
    swap(top, at, parent);
    at = parent;
  }
}

function siftDown(top: TopK, from: number, end: number): void {
  for (let at = from; ; ) {
    const left = 2 * at + 1;
    if (left >= end) return;
    const child = left + 1 < end && isWorse(top, left + 1, left) ? left + 1 : left;
    if (!isWorse(top, child, at)) return;
    swap(top, at, child);
    at = child;
  }
}
