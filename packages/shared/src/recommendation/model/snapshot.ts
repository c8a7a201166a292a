import { Packr } from "msgpackr";
import { AppError } from "../../errors.ts";
import { indexCategories } from "./category-index.ts";
import { createLessons } from "./lesson-columns.ts";
import type { Lessons } from "./lesson-columns.ts";
import { lessonSections, roomForLessons } from "./lessons.ts";
import type { ServingModel } from "./serving-model.ts";
import { createModel } from "./serving-model.ts";
import { applyScalars, scalarsOf, sectionsOf } from "./snapshot-layout.ts";
import type { Scalars } from "./snapshot-layout.ts";

/** Rises whenever the layout of a snapshot or the meaning of a number in it changes; older ones are then rebuilt from the log. */
const SNAPSHOT_SCHEMA = 9;

const MAGIC = "segue-serving-model";
const CHUNK = 1 << 18;
const TEXTS = 2048;

interface Header {
  readonly magic: string;
  readonly schema: number;
  readonly meta: unknown;
  readonly scalars: Scalars;
  /** Lessons noted. */
  readonly lessons: number;
}

/** What stands beside a model in a snapshot. */
export interface Beside {
  /** The offsets the model was taken at, for instance: whatever can be packed. */
  readonly meta?: unknown;
  readonly lessons?: Lessons;
}

/**
 * A model as a sequence of chunks of at most about 256 kB, each cheap to make, so that other work can go on between them: a
 * length-prefixed msgpack header, the raw arrays of model and lessons, length-prefixed msgpack texts of products, and an end mark. `meta` and the lessons
 * come back from {@link decodeSnapshot}. The fold must wait until the last chunk.
 * @throws AppError `snapshot_torn` when the model was changed in between.
 */
export function* encodeSnapshot(model: ServingModel, beside: Beside = {}): Generator<Uint8Array, void, void> {
  const { revision } = model.totals;
  for (const chunk of chunksOf(model, beside)) {
    yield chunk;
    if (model.totals.revision !== revision) throw new AppError("snapshot_torn", "the model changed while its snapshot was taken: hold the fold back until the last chunk");
  }
}

function* chunksOf(model: ServingModel, { meta = null, lessons = createLessons() }: Beside): Generator<Uint8Array, void, void> {
  const header: Header = { magic: MAGIC, schema: SNAPSHOT_SCHEMA, meta, scalars: scalarsOf(model), lessons: lessons.noted };
  yield framed(header);
  for (const section of [...sectionsOf(model), ...lessonSections(lessons)]) {
    for (let at = 0; at < section.length; at += CHUNK) yield section.slice(at, at + CHUNK);
  }
  const { ids, titles, count } = model.items;
  for (let at = 0; at < count; at += TEXTS) yield framed({ ids: ids.slice(at, at + TEXTS), titles: titles.slice(at, at + TEXTS).map((title) => title ?? null) });
  yield framed(MAGIC);
}

/**
 * The model, the lessons and `meta` of a snapshot, whose bytes may come in any pieces.
 * @throws AppError `snapshot_unreadable` for another schema, foreign bytes or a file that was cut short: rebuild from the log then.
 */
export function decodeSnapshot(pieces: Iterable<Uint8Array>): { readonly model: ServingModel; readonly meta: unknown; readonly lessons: Lessons } {
  const reader: Reader = { pieces: pieces[Symbol.iterator](), piece: new Uint8Array(0), at: 0 };
  const header = readFrame(reader) as Partial<Header> | null;
  if (header?.magic !== MAGIC || header.schema !== SNAPSHOT_SCHEMA || header.scalars === undefined) {
    throw unreadable(`it is not a serving model of schema ${SNAPSHOT_SCHEMA}`);
  }
  const model = createModel();
  applyScalars(model, header.scalars);
  const lessons = roomForLessons(header.lessons ?? 0);
  for (const section of [...sectionsOf(model), ...lessonSections(lessons)]) readInto(reader, section);
  indexCategories(model);
  readTexts(reader, model);
  if (readFrame(reader) !== MAGIC) throw unreadable("its end is missing");
  return { model, meta: header.meta, lessons };
}

function readTexts(reader: Reader, { items }: ServingModel): void {
  while (items.ids.length < items.count) {
    const { ids, titles } = readFrame(reader) as { ids: string[]; titles: (string | null)[] };
    for (const id of ids) items.ids.push(id);
    for (const title of titles) items.titles.push(title ?? undefined);
  }
}

const LENGTH_BYTES = 4;
const packr = new Packr({ useRecords: false });

function framed(value: unknown): Uint8Array {
  const text = packr.pack(value);
  const frame = new Uint8Array(LENGTH_BYTES + text.length);
  new DataView(frame.buffer).setUint32(0, text.length, true);
  frame.set(text, LENGTH_BYTES);
  return frame;
}

interface Reader {
  readonly pieces: Iterator<Uint8Array>;
  piece: Uint8Array;
  at: number;
}

// A length beyond this is not one: the bytes are not ours.
const LONGEST_FRAME = 1 << 28;

function readFrame(reader: Reader): unknown {
  const prefix = new Uint8Array(LENGTH_BYTES);
  readInto(reader, prefix);
  const length = new DataView(prefix.buffer).getUint32(0, true);
  if (length > LONGEST_FRAME) throw unreadable("it is not a snapshot");
  const text = new Uint8Array(length);
  readInto(reader, text);
  try {
    return packr.unpack(text);
  } catch {
    throw unreadable("it is not a snapshot");
  }
}

function readInto(reader: Reader, target: Uint8Array): void {
  for (let filled = 0; filled < target.length; ) {
    if (reader.at === reader.piece.length) {
      const next = reader.pieces.next();
      if (next.done === true) throw unreadable("it was cut short");
      reader.piece = next.value;
      reader.at = 0;
    }
    const part = reader.piece.subarray(reader.at, reader.at + target.length - filled);
    target.set(part, filled);
    filled += part.length;
    reader.at += part.length;
  }
}

function unreadable(why: string): AppError {
  return new AppError("snapshot_unreadable", `the snapshot cannot be read: ${why}; delete it to rebuild the model from the log`);
}
