/**
 * The best `limit` of the offered entries, as a heap with the worst on top. Order: larger key, then larger entry of `ties`, then
 * smaller entry of `hashes` (or smaller id where there are none), so that the outcome never depends on the order of offers, nor on
 * the order in which ids were given out.
 */
export interface TopK {
  readonly ids: Int32Array;
  readonly keys: Float64Array;
  size: number;
  limit: number;
  /** By id. */
  ties: Uint32Array | Int32Array;
  hashes: Float64Array;
}

/** What decides between equal keys, by id. */
export interface Ties {
  readonly ties?: Uint32Array | Int32Array;
  readonly hashes?: Float64Array;
}

const NO_TIES = new Int32Array(0);
const NO_HASHES = new Float64Array(0);

export function createTopK(most: number): TopK {
  return { ids: new Int32Array(most), keys: new Float64Array(most), size: 0, limit: most, ties: NO_TIES, hashes: NO_HASHES };
}

export function startTopK(top: TopK, limit: number, { ties = NO_TIES, hashes = NO_HASHES }: Ties = {}): TopK {
  top.size = 0;
  top.limit = Math.min(limit, top.ids.length);
  top.ties = ties;
  top.hashes = hashes;
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
  } else if (top.limit > 0 && (key === keys[0] ? isTieWorse(top, ids[0], id) : key > keys[0])) {
    ids[0] = id;
    keys[0] = key;
    siftDown(top, top.size);
  }
}

/**
 * Takes an entry into a list that is in order at all times, best first. For few entries, or such as come nearly in order, this is less work than
 * {@link offer} and {@link sortTopK}.
 */
export function insert(top: TopK, id: number, key: number): void {
  const { ids, keys, limit } = top;
  if (limit === 0) return;
  let gap = top.size;
  if (gap < limit) top.size++;
  else if (!isWorse(top, --gap, { id, key })) return;
  for (; gap > 0 && isWorse(top, gap - 1, { id, key }); gap--) {
    ids[gap] = ids[gap - 1];
    keys[gap] = keys[gap - 1];
  }
  ids[gap] = id;
  keys[gap] = key;
}

/** Puts the entries into their order, best first. No offers may follow. */
export function sortTopK(top: TopK): TopK {
  const { ids, keys } = top;
  for (let end = top.size - 1; end > 0; end--) {
    const id = ids[end];
    const key = keys[end];
    ids[end] = ids[0];
    keys[end] = keys[0];
    ids[0] = id;
    keys[0] = key;
    siftDown(top, end);
  }
  return top;
}

/** Whether the entry at `at` comes after another. */
function isWorse(top: TopK, at: number, { id, key }: { readonly id: number; readonly key: number }): boolean {
  return top.keys[at] === key ? isTieWorse(top, top.ids[at], id) : top.keys[at] < key;
}

function isTieWorse({ ties, hashes }: TopK, a: number, b: number): boolean {
  if (ties.length > 0 && ties[a] !== ties[b]) return ties[a] < ties[b];
  return hashes.length > 0 && hashes[a] !== hashes[b] ? hashes[a] > hashes[b] : a > b;
}

/** Both sifts move others into the gap and write the entry once, where it ends up. */
function siftUp(top: TopK, from: number): void {
  const { ids, keys } = top;
  const id = ids[from];
  const key = keys[from];
  let gap = from;
  while (gap > 0) {
    const parent = (gap - 1) >>> 1;
    const isWorse = key === keys[parent] ? isTieWorse(top, id, ids[parent]) : key < keys[parent];
    if (!isWorse) break;
    ids[gap] = ids[parent];
    keys[gap] = keys[parent];
    gap = parent;
  }
  ids[gap] = id;
  keys[gap] = key;
}

/** Brings the entry on top to its place among the first `end`. */
function siftDown(top: TopK, end: number): void {
  const { ids, keys } = top;
  const id = ids[0];
  const key = keys[0];
  let gap = 0;
  for (let child = 1; child < end; child = 2 * gap + 1) {
    const right = child + 1;
    if (right < end && (keys[right] === keys[child] ? isTieWorse(top, ids[right], ids[child]) : keys[right] < keys[child])) child = right;
    const isWorse = keys[child] === key ? isTieWorse(top, ids[child], id) : keys[child] < key;
    if (!isWorse) break;
    ids[gap] = ids[child];
    keys[gap] = keys[child];
    gap = child;
  }
  ids[gap] = id;
  keys[gap] = key;
}
