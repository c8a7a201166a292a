import type { RecordPosition } from "@segue/shared/ports/event-log";

/** The last position of each partition as clients see it: `0:1742`, several joined by commas. */
export function formatPositions(positions: readonly RecordPosition[]): string {
  const last = new Map<number, number>();
  for (const { partition, offset } of positions) last.set(partition, Math.max(offset, last.get(partition) ?? -1));
  return [...last].map(([partition, offset]) => `${partition}:${offset}`).join(",");
}
