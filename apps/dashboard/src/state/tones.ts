import { TONES } from "@segue/ui-tones/chart-theme";

/** A colour per segment: by the number in its id, so that it keeps its colour through refits, and no colour twice while there are enough. */
export function tonesOf(segmentIds: readonly string[]): ReadonlyMap<string, number> {
  const tones = new Map<string, number>();
  const taken = new Set<number>();
  for (const id of [...segmentIds].sort((a, b) => numberIn(a) - numberIn(b))) {
    let tone = numberIn(id) % TONES;
    for (let tried = 0; tried < TONES && taken.has(tone); tried++) tone = (tone + 1) % TONES;
    taken.add(tone);
    tones.set(id, tone);
  }
  return tones;
}

function numberIn(id: string): number {
  return Number(/\d+$/.exec(id)?.[0] ?? 0);
}
