/** The topics the segmenter is a fold of. */
export const FOLDED = ["customer-updates", "segment-models"] as const;
export type FoldedTopic = (typeof FOLDED)[number];

/** The next offset to read, by topic and partition; what is not there is 0. */
export type Offsets = Record<FoldedTopic, number[]>;

/** Reads a stored checkpoint: topics apart by commas, partitions by dots, an epoch behind them. Before the first commit nothing is applied. */
export function appliedOffsets(checkpoint: string | null): Offsets {
  const [updates, models] = (checkpoint ?? "0,0").split(",").map((topic) => topic.split(".").map(Number));
  return { "customer-updates": updates ?? [], "segment-models": models ?? [] };
}

/** The checkpoint of a segmenter at work; the epoch of its lease, where there is one, shuts out those that held it before. */
export function toCheckpoint(offsets: Offsets, epoch = 0): string {
  const topics = FOLDED.map((topic) => (offsets[topic].length === 0 ? "0" : Array.from(offsets[topic], (offset: number | undefined) => offset ?? 0).join(".")));
  return [...topics, ...(epoch === 0 ? [] : [`e${epoch}`])].join(",");
}

export const noOffsets = (): Offsets => ({ "customer-updates": [], "segment-models": [] });

export const copyOf = (offsets: Offsets): Offsets => ({ "customer-updates": [...offsets["customer-updates"]], "segment-models": [...offsets["segment-models"]] });

export const offsetIn = (offsets: Offsets, topic: FoldedTopic, partition: number): number => offsets[topic][partition] ?? 0;

/** Whether `offsets` are nowhere behind `others`. */
export function reaches(offsets: Offsets, others: Offsets): boolean {
  return FOLDED.every((topic) => others[topic].every((_, partition) => offsetIn(offsets, topic, partition) >= offsetIn(others, topic, partition)));
}
