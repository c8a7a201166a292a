/** What a hit at a place, counted from 0, adds to the discounted cumulative gain: 1 / log2(rank + 1) (Jaervelin and Kekaelaeinen 2002). */
export const discount = (place: number): number => 1 / Math.log2(place + 2);

/** The gain of so many hits in the first places, by hits from 0 to `most`: the best that there is. */
export function idealGains(most: number): Float64Array {
  const gains = new Float64Array(most + 1);
  for (let hits = 1; hits <= most; hits++) gains[hits] = gains[hits - 1] + discount(hits - 1);
  return gains;
}
