import { examplesOf } from "../../ranker/examples.ts";
import type { Example, Examples } from "../../ranker/examples.ts";
import { FIT_SETTINGS } from "../../ranker/fit-settings.ts";
import { RANKER_FEATURES } from "../ranking/features.ts";
import { RERANKED } from "../ranking/rerank.ts";
import type { Contest } from "../ranking/rerank.ts";
import { createLessons } from "./lesson-columns.ts";
import type { LessonColumns, Lessons } from "./lesson-columns.ts";

const { mostLists: MOST } = FIT_SETTINGS;
const WIDTH = RANKER_FEATURES.length;
/** Rows that are made room for at first. */
const FEWEST_ROWS = 256;

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

/** The bytes of lessons, in a fixed order: views, for reading and for writing. */
export function lessonSections({ columns: { values, bought, asked, size } }: Lessons): Uint8Array[] {
  return [values, bought, asked, size].map((column) => new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
}

/** Room for what is kept of so many lessons, to be filled in. */
export function roomForLessons(noted: number): Lessons {
  const lessons = { ...createLessons(), noted };
  makeRoom(lessons.columns, lessonsKept(lessons));
  return lessons;
}

function makeRoom(columns: LessonColumns, rows: number): void {
  if (columns.asked.length >= rows) return;
  let capacity = FEWEST_ROWS;
  while (capacity < rows) capacity *= 2;
  const widened = <T extends Float32Array | Uint8Array | Uint32Array>(column: T, width: number): T => {
    const Kind = column.constructor as new (length: number) => T;
    const wider = new Kind(Math.min(capacity, MOST) * width);
    wider.set(column);
    return wider;
  };
  columns.values = widened(columns.values, RERANKED * WIDTH);
  columns.bought = widened(columns.bought, RERANKED);
  columns.asked = widened(columns.asked, 1);
  columns.size = widened(columns.size, 1);
}

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
