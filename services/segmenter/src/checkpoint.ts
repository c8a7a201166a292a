import type { Scope } from "@segue/shared/ports/state-store";
import { SEGMENTATIONS } from "@segue/shared/segmentation/model";
import type { Segmentation } from "@segue/shared/segmentation/model";

/** The topics the segmenter is a fold of; tastes are told from products as well. */
export const FOLDED = ["customer-updates", "segment-models"] as const;
const ALL = [...FOLDED, "products"] as const;
export type FoldedTopic = (typeof ALL)[number];

export const foldedBy = (segmentation: Segmentation): readonly FoldedTopic[] => (segmentation === "taste" ? ALL : FOLDED);

/** The next offset to read, by topic and partition; what is not there is 0. */
export type Offsets = Record<FoldedTopic, number[]>;

/** Behind the checkpoint of a segmentation that was switched off: while its store is being emptied, and from then on. Like an epoch they begin with an e. */
const ENDING = ",ending";
const ENDED = ",ended";

/** Reads a stored checkpoint: topics apart by commas, partitions by dots, an epoch and whether it has ended behind them. Before the first commit nothing is applied. */
export function appliedOffsets(checkpoint: string | null): Offsets {
  const [updates, models, products] = (checkpoint ?? "0,0").split(",").map((topic) => (topic.startsWith("e") ? [] : topic.split(".").map(Number)));
  return { "customer-updates": updates ?? [], "segment-models": models ?? [], products: products ?? [] };
}

/** The checkpoint of a segmenter at work; the epoch of its lease, where there is one, shuts out those that held it before. */
export function toCheckpoint(offsets: Offsets, epoch = 0): string {
  const topics = ALL.filter((topic) => topic !== "products" || offsets.products.length > 0).map((topic) => (offsets[topic].length === 0 ? "0" : Array.from(offsets[topic], (offset: number | undefined) => offset ?? 0).join(".")));
  return [...topics, ...(epoch === 0 ? [] : [`e${epoch}`])].join(",");
}

export const toEnding = (offsets: Offsets, epoch: number): string => `${toCheckpoint(offsets, epoch)}${ENDING}`;
export const toEnded = (offsets: Offsets, epoch: number): string => `${toCheckpoint(offsets, epoch)}${ENDED}`;

/** Whether a segmentation has been switched off and may still have something in the store. */
export const isEnding = (checkpoint: string | null): boolean => checkpoint?.endsWith(ENDING) === true;
/** Whether nothing of a segmentation is stored: there has never been any, or it has ended. */
export const isEnded = (checkpoint: string | null): boolean => checkpoint === null || checkpoint.endsWith(ENDED);

export const noOffsets = (): Offsets => ({ "customer-updates": [], "segment-models": [], products: [] });

export const copyOf = (offsets: Offsets): Offsets => ({ "customer-updates": [...offsets["customer-updates"]], "segment-models": [...offsets["segment-models"]], products: [...offsets.products] });

export const offsetIn = (offsets: Offsets, topic: FoldedTopic, partition: number): number => offsets[topic][partition] ?? 0;

/** Whether `offsets` are nowhere behind `others`. */
export function reaches(offsets: Offsets, others: Offsets): boolean {
  return ALL.every((topic) => others[topic].every((_, partition) => offsetIn(offsets, topic, partition) >= offsetIn(others, topic, partition)));
}

/** The guarded writes of a segmenter; each segmentation has a checkpoint of its own. */
export const scopeOf = (segmentation: Segmentation): Scope => ({ owner: "segmenter", partition: SEGMENTATIONS.indexOf(segmentation) });
