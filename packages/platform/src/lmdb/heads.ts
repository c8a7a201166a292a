import { AppError } from "@segue/shared/errors";
import type { Topic } from "@segue/shared/ports/event-log";
import type { Table } from "./table.ts";

/** What a topic holds: the offsets from `first` to just before `end`. */
export interface TopicHead {
  readonly first: number;
  readonly end: number;
}

/** The ends of the log. One small record, so that the next sequence and all the ends are always of the same moment. */
export interface Heads {
  readonly schema: number;
  /** The sequence that the next frame gets. */
  readonly sequence: number;
  readonly topics: Readonly<Partial<Record<Topic, TopicHead>>>;
}

const HEADS_SCHEMA = 1;
const KEY = Buffer.from("heads");
const EMPTY: Heads = { schema: HEADS_SCHEMA, sequence: 0, topics: {} };
const NO_RECORDS: TopicHead = { first: 0, end: 0 };

/** The ends of the log as of the current transaction. */
export function readHeads(meta: Table): Heads {
  const stored = meta.get(KEY);
  if (stored === undefined) return EMPTY;
  const heads = JSON.parse(stored.toString()) as Heads;
  if (heads.schema !== HEADS_SCHEMA) {
    const message = `The ends of the log have schema ${heads.schema}, this version reads ${HEADS_SCHEMA}: run the version that wrote them.`;
    throw new AppError("data_folder_newer", message);
  }
  return heads;
}

/** Keeps the ends of the log; only within a write transaction. */
export function writeHeads(meta: Table, heads: Heads): void {
  meta.putSync(KEY, Buffer.from(JSON.stringify(heads)));
}

/** What `heads` say about a topic; a topic never written to is empty. */
export function headOf(heads: Heads, topic: Topic): TopicHead {
  return heads.topics[topic] ?? NO_RECORDS;
}
