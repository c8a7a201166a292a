import { AppError } from "@segue/shared/errors";
import type { LogRecord, Topic } from "@segue/shared/ports/event-log";
import type { KafkaMessage, PartitionBounds } from "./kafka-api.ts";

/** Where a reader is in one partition of those that it has been given. */
export interface Place {
  readonly topic: Topic;
  readonly partition: number;
  /** The offset to deliver next; `null` until the subscriber has said where to begin. */
  next: number | null;
}

const ANOTHER_LOG =
  "The topic was recreated, or lost its end: its offsets do not mean what they meant. Restore it, or rebuild the state from the log there is.";

/** Why a reader cannot go on from `wanted`, `log_gap` or `log_identity_changed`, or null. */
export function boundsProblem({ topic, partition }: Place, wanted: number, { low, high }: PartitionBounds): AppError | null {
  const where = `Partition ${partition} of ${topic} is to be read from offset ${wanted}`;
  if (wanted < low) {
    const fix = "What came between is lost to this reader: rebuild its state from the log, or restore the topic, and keep records for longer.";
    return new AppError("log_gap", `${where}, but it is kept from ${low} on: retention has removed the rest. ${fix}`);
  }
  return wanted > high ? new AppError("log_identity_changed", `${where}, but it ends at ${high}. ${ANOTHER_LOG}`) : null;
}

/** The failure of a reader whose offset was found to be out of range while reading: below the log, or else beyond its end. */
export function outOfRange(place: Place, wanted: number, bounds: PartitionBounds): AppError {
  // Where it has grown past the offset since, it is another log all the same.
  const message = `Partition ${place.partition} of ${place.topic} ended before offset ${wanted}, which was to be read next. ${ANOTHER_LOG}`;
  return boundsProblem(place, wanted, bounds) ?? new AppError("log_identity_changed", message);
}

/** A message as a record of the log; a missing key is an empty one. */
export function toRecord({ offset, key, value, timestamp }: KafkaMessage): LogRecord {
  return { offset: Number(offset), key: key?.toString("utf8") ?? "", value, timestamp: Number(timestamp) };
}
