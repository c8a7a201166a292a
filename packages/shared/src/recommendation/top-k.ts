/**
 * The best `limit` of the offered entries, as a heap with the worst on top. Order: larger key, then larger second key, then
 * smaller id, so that the outcome never depends on the order of offers.
 */
export interface TopK {
  readonly ids: Int32Array;
  readonly keys: Float64Array;
  readonly seconds: Float64Array;
  size: number;
  limit: number;
}

export function createTopK(most: number): TopK {
  return { ids: new Int32Array(most), keys: new Float64Array(most), seconds: new Float64Array(most), size: 0, limit: most };
}

export function startTopK(top: TopK, limit: number): TopK {
  top.size = 0;
  top.limit = Math.min(limit, top.ids.length);
  return top;
}

/** Whether an entry with that key could still get in; a cheap test before the second key is looked up. */
export function canEnter(top: TopK, key: number): boolean {
  return top.size < top.limit || (top.limit > 0 && key >= top.keys[0]);
}

export interface Offer {
  id: number;
  key: number;
  second: number;
}

export function offer(top: TopK, entry: Offer): void {
  if (top.size < top.limit) {
    put(top, top.size, entry);
    top.size++;
    siftUp(top, top.size - 1);
  } else if (top.limit > 0 && isWorse(top, 0, entry)) {
    put(top, 0, entry);
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

function put(top: TopK, at: number, entry: Offer): void {
  top.ids[at] = entry.id;
  top.keys[at] = entry.key;
  top.seconds[at] = entry.second;
}

function isWorse(top: TopK, at: number, entry: Offer): boolean {
  if (top.keys[at] !== entry.key) return top.keys[at] < entry.key;
  if (top.seconds[at] !== entry.second) return top.seconds[at] < entry.second;
  return top.ids[at] > entry.id;
}

function worseOf(top: TopK, a: number, b: number): number {
  if (top.keys[a] !== top.keys[b]) return top.keys[a] < top.keys[b] ? a : b;
  if (top.seconds[a] !== top.seconds[b]) return top.seconds[a] < top.seconds[b] ? a : b;
  return top.ids[a] > top.ids[b] ? a : b;
}

function swap(top: TopK, a: number, b: number): void {
  const { ids, keys, seconds } = top;
  const id = ids[a];
  const key = keys[a];
  const second = seconds[a];
  ids[a] = ids[b];
  keys[a] = keys[b];
  seconds[a] = seconds[b];
  ids[b] = id;
  keys[b] = key;
  seconds[b] = second;
}

function siftUp(top: TopK, from: number): void {
  for (let at = from; at > 0; ) {
    const parent = (at - 1) >>> 1;
    if (worseOf(top, at, parent) !== at) return;
    swap(top, at, parent);
    at = parent;
  }
}

function siftDown(top: TopK, from: number, end: number): void {
  for (let at = from; ; ) {
    const left = 2 * at + 1;
    if (left >= end) return;
    const child = left + 1 < end ? worseOf(top, left, left + 1) : left;
    if (worseOf(top, child, at) !== child) return;
    swap(top, at, child);
    at = child;
  }
}
