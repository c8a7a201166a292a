const SMALLEST = 1024;

/** Open addressing with linear probing over entries that keep their hashes in a column: hash -> entry number. */
export interface HashTable {
  /** Entry + 1 per slot, 0 where free. */
  slots: Int32Array;
  count: number;
}

export function createHashTable(): HashTable {
  return { slots: new Int32Array(SMALLEST), count: 0 };
}

// Low bits of the hash are its first lane, well mixed; the slot count stays below 2^31.
const home = (hash: number, mask: number): number => (hash & mask) >>> 0;

/** The entry with that hash, or -1. */
export function findEntry(table: HashTable, hashes: Float64Array, hash: number): number {
  const { slots } = table;
  const mask = slots.length - 1;
  for (let slot = home(hash, mask); slots[slot] !== 0; slot = (slot + 1) & mask) {
    if (hashes[slots[slot] - 1] === hash) return slots[slot] - 1;
  }
  return -1;
}

/** Adds an entry whose hash stands in `hashes` already and in the table not yet. */
export function addEntry(table: HashTable, hashes: Float64Array, entry: number): void {
  if (table.count * 2 >= table.slots.length) enlarge(table, hashes);
  place(table.slots, hashes[entry], entry);
  table.count++;
}

/** Takes an entry out and closes the gap, so that no tombstones pile up (Knuth, 6.4, algorithm R). */
export function removeEntry(table: HashTable, hashes: Float64Array, entry: number): void {
  const { slots } = table;
  const mask = slots.length - 1;
  let gap = home(hashes[entry], mask);
  while (slots[gap] !== entry + 1) {
    if (slots[gap] === 0) return;
    gap = (gap + 1) & mask;
  }
  for (let slot = (gap + 1) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
    const distance = (slot - home(hashes[slots[slot] - 1], mask)) & mask;
    if (distance < ((slot - gap) & mask)) continue;
    slots[gap] = slots[slot];
    gap = slot;
  }
  slots[gap] = 0;
  table.count--;
}

function enlarge(table: HashTable, hashes: Float64Array): void {
  const old = table.slots;
  table.slots = new Int32Array(old.length * 2);
  for (const filled of old) if (filled !== 0) place(table.slots, hashes[filled - 1], filled - 1);
}

function place(slots: Int32Array, hash: number, entry: number): void {
  const mask = slots.length - 1;
  let slot = home(hash, mask);
  while (slots[slot] !== 0) slot = (slot + 1) & mask;
  slots[slot] = entry + 1;
}
