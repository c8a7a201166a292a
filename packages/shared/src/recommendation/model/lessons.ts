import { examplesOf } from "../../ranker/examples.ts";
import type { Example, Examples } from "../../ranker/examples.ts";
import { FIT_SETTINGS } from "../../ranker/fit-settings.ts";
import { RANKER_FEATURES } from "../ranking/features.ts";
import { RERANKED } from "../ranking/rerank.ts";
import type { Contest } from "../ranking/rerank.ts";
import { capacityFor, enlarged } from "./columns.ts";
import type { Column } from "./columns.ts";
import { createLessons } from "./lesson-columns.ts";
import type { LessonColumns, Lessons } from "./lesson-columns.ts";

const { mostLists: MOST } = FIT_SETTINGS;
const WIDTH = RANKER_FEATURES.length;
/** Entries of a lesson in each column. */
const WIDTHS: Readonly<Record<keyof LessonColumns, number>> = { values: RERANKED * WIDTH, bought: RERANKED, asked: 1, size: 1 };

/** Takes note of what the ranker was asked about before a basket, and of what was in it; the oldest lesson gives way where the ring is full. */
export function noteLesson(lessons: Lessons, { productIds, features: { values, rows } }: Contest, basket: ReadonlySet<string>): void {
  const place = lessons.noted % MOST;
  makeRoom(lessons.columns, place + 1);
  const { columns } = lessons;
  for (let product = 0; product < rows; product++) {
    const row = place * RERANKED + product;
    columns.bought[row] = Number(basket.has(productIds[product]));
    for (let feature = 0; feature < WIDTH; feature++) columns.values[row * WIDTH + feature] = values[feature * rows + product];
  }
  columns.asked[place] = rows;
  columns.size[place] = basket.size;
  lessons.noted++;
}

const lessonsKept = ({ noted }: Lessons): number => Math.min(noted, MOST);

/** The bytes of the lessons that are kept, in a fixed order: views, for reading and for writing. */
export function lessonSections(lessons: Lessons): Uint8Array[] {
  const kept = lessonsKept(lessons);
  return entriesOf(lessons.columns).map(([name, column]) => new Uint8Array(column.buffer, 0, kept * WIDTHS[name] * column.BYTES_PER_ELEMENT));
}

/** Room for what is kept of so many lessons, to be filled in. */
export function roomForLessons(noted: number): Lessons {
  const lessons = { ...createLessons(), noted };
  makeRoom(lessons.columns, lessonsKept(lessons));
  return lessons;
}

function makeRoom(columns: LessonColumns, rows: number): void {
  if (columns.asked.length >= rows) return;
  const capacity = Math.min(capacityFor(rows), MOST);
  Object.assign(columns, Object.fromEntries(entriesOf(columns).map(([name, column]) => [name, enlarged(column, capacity * WIDTHS[name])])));
}

const entriesOf = (columns: LessonColumns): [keyof LessonColumns, Column][] => Object.entries(columns) as [keyof LessonColumns, Column][];

/** A copy that can be handed to a worker. */
export function copiedLessons({ columns, noted }: Lessons): Lessons {
  return { noted, columns: { values: columns.values.slice(), bought: columns.bought.slice(), asked: columns.asked.slice(), size: columns.size.slice() } };
}

/** What a ranker is fitted to, oldest first. */
export function examplesIn({ columns, noted }: Lessons): Examples {
  const kept = lessonsKept({ noted, columns });
  return examplesOf(RANKER_FEATURES, Array.from({ length: kept }, (_, at) => exampleAt(columns, (noted - kept + at) % MOST)));
}

function exampleAt({ values, bought, asked, size }: LessonColumns, place: number): Example {
  const from = place * RERANKED;
  const to = from + asked[place];
  return { values: values.subarray(from * WIDTH, to * WIDTH), bought: bought.subarray(from, to), size: size[place] };
}
