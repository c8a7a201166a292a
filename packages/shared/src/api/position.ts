import { AppError } from "../errors.ts";
import type { RecordPosition } from "../ports/event-log.ts";

/** The last position of each partition as clients see it: `0:1742`, several joined by commas. */
export function formatPositions(positions: readonly RecordPosition[]): string {
  const last = new Map<number, number>();
  for (const { partition, offset } of positions) last.set(partition, Math.max(offset, last.get(partition) ?? -1));
  return [...last].map(([partition, offset]) => `${partition}:${offset}`).join(",");
}

/** @throws AppError `invalid_request` for a text that no reply has given out. */
export function parsePositions(text: string): readonly RecordPosition[] {
  return text.split(",").map((part) => {
    const match = /^(\d{1,9}):(\d{1,15})$/.exec(part);
    if (match === null) throw new AppError("invalid_request", "after is not a position: pass on the `position` of a reply", { status: 400 });
    return { partition: Number(match[1]), offset: Number(match[2]) };
  });
}
