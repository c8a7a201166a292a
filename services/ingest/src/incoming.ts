import { isUtf8 } from "node:buffer";
import { partitionOf } from "@segue/shared/math/murmur2";
import type { Rejection } from "@segue/shared/errors";
import type { ShopEvent } from "@segue/shared/events/index";
import { parseEvent, timesProblem } from "@segue/shared/events/parse-event";
import type { EventValidator } from "@segue/shared/events/parse-event";
import type { LogRecord } from "@segue/shared/ports/event-log";
import { fromJson } from "@segue/platform/json-bytes";

/** A record of `events` as it was read: an event with its time (`null`: it names none), or what is wrong with it. */
export type Incoming =
  | { readonly ok: true; readonly record: LogRecord; readonly event: ShopEvent; readonly time: number | null }
  | { readonly ok: false; readonly record: LogRecord; readonly rejection: Rejection };

/** Where a record was read, of how many partitions, and how events are checked. */
export interface ReadContext {
  readonly partition: number;
  readonly partitions: number;
  readonly validate: EventValidator;
}

/** Outside producers write to `events` too, so every record is checked again; the log's own time stands for the wall clock. */
export function readIncoming(record: LogRecord, context: ReadContext): Incoming {
  const refuse = (rejection: Rejection): Incoming => ({ ok: false, record, rejection });
  const value = parseJson(record.value);
  if (value === undefined) return refuse({ code: "malformed_json", message: "the record is not valid JSON: send one UTF-8 JSON object per record" });
  const parsed = parseEvent(value, context.validate);
  if (!parsed.ok) return refuse(parsed.rejection);
  const { event } = parsed;
  if (event.customerId !== record.key) {
    return refuse({ code: "invalid_id", message: "the record's key is not its customerId: key records of `events` by customerId" });
  }
  const misplaced = partitionProblem(record, context);
  if (misplaced !== null) return refuse(misplaced);
  const time = event.time === undefined ? null : Date.parse(event.time);
  const problem = timesProblem(event, time, record.timestamp);
  return problem === null ? { ok: true, record, event, time } : refuse(problem);
}

/** A customer in two partitions would be two customers: two checkpoints and no order between them. */
function partitionProblem(record: LogRecord, { partition, partitions }: ReadContext): Rejection | null {
  const right = partitions > 1 ? partitionOf(record.key, partitions) : partition;
  if (right === partition) return null;
  const fix = "set partitioner=murmur2_random in the producer (librdkafka: kcat, Python, Go), and choose no partitions by hand";
  return { code: "wrong_partition", message: `the record is in partition ${partition}, its key belongs into ${right} of ${partitions}: ${fix}` };
}

function parseJson(bytes: Uint8Array | null): unknown {
  if (bytes === null || !isUtf8(bytes)) return undefined;
  try {
    return fromJson(bytes);
  } catch {
    return undefined;
  }
}
