import { AppError } from "@segue/shared/errors";
import { partitionOf } from "@segue/shared/math/murmur2";
import type { NewRecord, RecordPosition, Topic } from "@segue/shared/ports/event-log";
import type { ProducedBatch, ProducedMessage } from "./kafka-api.ts";
import { MAX_MESSAGE_BYTES } from "./topic-plan.ts";

/** A record with its partition. */
export interface PlacedRecord extends ProducedMessage {
  readonly topic: Topic;
  /** About what it takes in the log. */
  readonly bytes: number;
}

/** Of a batch with one record: its header and the record's own fields. */
const OVERHEAD = 128;
/** The records of one partition form one batch, and brokers bound batches. A reader fetches about as much at once. */
const BATCH_BYTES = 900_000;
const REQUEST_BYTES = 8 * 1024 * 1024;
/** kafkajs copies a partition's list for every record it adds. */
const REQUEST_RECORDS = 2000;

/** @throws AppError `invalid_record` */
export function placeRecord(record: NewRecord, partitions: number): PlacedRecord {
  const { topic, key, value } = record;
  if (typeof key !== "string") throw refusal("A record's key must be a string.");
  if (value !== null && !(value instanceof Uint8Array)) throw refusal("A record's value must be bytes, or null.");
  const bytes = OVERHEAD + Buffer.byteLength(key) + (value?.length ?? 0);
  if (bytes > MAX_MESSAGE_BYTES) throw refusal(`A record of ${topic} takes ${bytes} bytes, at most ${MAX_MESSAGE_BYTES} are allowed.`);
  const buffer = value === null ? null : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return { topic, key, value: buffer, bytes, partition: partitionFor(record, partitions) };
}

function partitionFor({ key, partition }: NewRecord, partitions: number): number {
  if (partition === undefined) return partitionOf(key, partitions);
  if (Number.isInteger(partition) && partition >= 0 && partition < partitions) return partition;
  throw refusal(`This log has the partitions 0 to ${partitions - 1}; a record asks for partition ${partition}.`);
}

function refusal(message: string): AppError {
  return new AppError("invalid_record", message);
}

/** Cuts records, in their order, into requests that brokers take. */
export function cutIntoRequests(records: readonly PlacedRecord[]): readonly (readonly PlacedRecord[])[] {
  const requests: PlacedRecord[][] = [];
  let current = createRequest();
  for (const record of records) {
    if (!current.hasRoomFor(record)) current = createRequest();
    if (current.records.length === 0) requests.push(current.records);
    current.add(record);
  }
  return requests;
}

/** A request that is being filled; the first record always fits. */
function createRequest() {
  const records: PlacedRecord[] = [];
  const batches = new Map<string, number>();
  let total = 0;
  const batchWith = (record: PlacedRecord): number => (batches.get(placeOf(record)) ?? 0) + record.bytes;
  return {
    records,
    hasRoomFor: (record: PlacedRecord): boolean =>
      records.length === 0 || (records.length < REQUEST_RECORDS && total + record.bytes <= REQUEST_BYTES && batchWith(record) <= BATCH_BYTES),
    add: (record: PlacedRecord): void => {
      batches.set(placeOf(record), batchWith(record));
      records.push(record);
      total += record.bytes;
    },
  };
}

/** A request in the form that the client sends, under the topics' names in Kafka. */
export function messagesOf(request: readonly PlacedRecord[], nameOf: (topic: Topic) => string) {
  const topics = new Map<Topic, ProducedMessage[]>();
  for (const { topic, key, value, partition } of request) {
    const messages = topics.get(topic) ?? [];
    topics.set(topic, messages);
    messages.push({ key, value, partition });
  }
  return Array.from(topics, ([topic, messages]) => ({ topic: nameOf(topic), messages }));
}

/** The records whose partitions no broker has answered for. */
export function unanswered(request: readonly PlacedRecord[], produced: readonly ProducedBatch[], nameOf: (topic: Topic) => string): readonly PlacedRecord[] {
  const answered = new Set(produced.map(({ topic, partition }) => `${topic}/${partition}`));
  return request.filter(({ topic, partition }) => !answered.has(`${nameOf(topic)}/${partition}`));
}

/** The positions of a request's records, in their order, from what the brokers answered. */
export function positionsIn(request: readonly PlacedRecord[], produced: readonly ProducedBatch[], nameOf: (topic: Topic) => string): readonly RecordPosition[] {
  const next = new Map(produced.map(({ topic, partition, baseOffset }) => [`${topic}/${partition}`, Number(baseOffset)]));
  return request.map(({ topic, partition }) => {
    const place = `${nameOf(topic)}/${partition}`;
    const offset = next.get(place) ?? Number.NaN;
    next.set(place, offset + 1);
    return { partition, offset };
  });
}

function placeOf({ topic, partition }: PlacedRecord): string {
  return `${topic}/${partition}`;
}
