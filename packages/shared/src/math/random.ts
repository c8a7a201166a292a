/** A source of numbers, uniform in [0, 1). */
export type Random = () => number;

/** Deterministic numbers from a 32-bit seed (mulberry32 by Tommy Ettinger): fine for sampling, not for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** `size` distinct numbers of 0..n-1 in ascending order, all of them when n <= size (selection sampling, Knuth 3.4.2 S). */
export function sampleIndices(n: number, size: number, random: Random): Int32Array {
  const chosen = new Int32Array(Math.min(n, size));
  for (let i = 0, taken = 0; taken < chosen.length; i++) {
    if (random() * (n - i) < chosen.length - taken) chosen[taken++] = i;
  }
  return chosen;
}
