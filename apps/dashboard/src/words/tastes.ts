/** What is bought more in a segment of tastes than elsewhere. */
export interface TasteWords {
  readonly text: string;
  /** Of the customers there, and of all others, those who have bought it. */
  readonly share: number;
  readonly elsewhere: number;
}

const PART = /(.+?) (\d+) % \((\d+) % of others\)(?:, |$)/gy;

/** Reads an explanation such as "lunch bag 71 % (20 % of others), dolly girl 33 % (4 % of others)"; `null` for one in other words. */
export function readTaste(explanation: string): readonly TasteWords[] | null {
  const parts = [...explanation.matchAll(PART)];
  const isWhole = parts.length > 0 && parts.reduce((length, [part]) => length + part.length, 0) === explanation.length;
  return isWhole ? parts.map(([, text = "", share, elsewhere]) => ({ text, share: Number(share) / 100, elsewhere: Number(elsewhere) / 100 })) : null;
}
