/** The topics the segmenter is a fold of. */
export const FOLDED = ["customer-updates", "segment-models"] as const;
export type FoldedTopic = (typeof FOLDED)[number];

/** The next offset to read of each topic. */
export type Offsets = Record<FoldedTopic, number>;

/** Reads a stored checkpoint; before the first commit nothing is applied. */
export function appliedOffsets(checkpoint: string | null): Offsets {
  const [updates, models] = (checkpoint ?? "0,0").split(",").map(Number);
  return { "customer-updates": updates ?? 0, "segment-models": models ?? 0 };
}

export function toCheckpoint(offsets: Offsets): string {
  return FOLDED.map((topic) => offsets[topic]).join(",");
}
