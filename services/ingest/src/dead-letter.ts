import type { DeadLetter } from "@segue/shared/api/ingest";
import { AppError } from "@segue/shared/errors";
import type { Rejection } from "@segue/shared/errors";
import type { LogRecord, NewRecord } from "@segue/shared/ports/event-log";
import { fromJson, toJson } from "@segue/platform/json-bytes";

/** Version of the records on `dead-letters`. */
const SCHEMA = 1;

/** The record that says why an outside record was refused, with the record itself. Equal refusals give equal bytes. */
export function deadLetter(record: LogRecord, partition: number, rejection: Rejection): NewRecord {
  const id = `${partition}-${record.offset}`;
  const letter: DeadLetter & { schema: number } = {
    schema: SCHEMA,
    id,
    topic: "events",
    partition,
    offset: record.offset,
    code: rejection.code,
    message: rejection.message,
    time: new Date(record.timestamp).toISOString(),
    key: record.key,
    value: Buffer.from(record.value ?? []).toString("base64"),
  };
  return { topic: "dead-letters", key: id, value: toJson(letter) };
}

/** @throws AppError `unknown_schema` for a record of another layout. */
export function decodeDeadLetter(bytes: Uint8Array): DeadLetter {
  const { schema, ...letter } = fromJson(bytes) as DeadLetter & { schema: number };
  if (schema !== SCHEMA) throw new AppError("unknown_schema", `a dead letter has schema ${schema}; this version reads ${SCHEMA}`);
  return letter;
}
