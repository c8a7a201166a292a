/**
 * A 32-bit hash of a string's UTF-16 units: FNV-1a (Fowler, Noll, Vo) with the finaliser of MurmurHash3 (Appleby), started from `seed`.
 */
export function hash32(text: string, seed = 0): number {
  let h = 0x811c9dc5 ^ seed;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const HASHES = 2 ** 32;

/** Whether a text is among the share `share`, 0 to 1, of all texts: by its hash, so that everybody chooses the same. Samples from other seeds are independent. */
export function isInSample(text: string, share: number, seed = 0): boolean {
  return hash32(text, seed) < share * HASHES;
}
