/**
 * What the latest predicted baskets teach the ranker, a ring of rows (lessons.ts). Beside the serving model, not in it: which baskets can be predicted depends on how the stream was cut
 * into records.
 */
export interface Lessons {
  readonly columns: LessonColumns;
  /** Lessons so far: the place of the next is this modulo the most that are kept. */
  noted: number;
}

export interface LessonColumns {
  /** Features of the products that the ranker was asked about, product by product. */
  values: Float32Array;
  /** Per product 1 for what was bought then. */
  bought: Uint8Array;
  /** Products that it was asked about, and that were bought, per lesson. */
  asked: Uint8Array;
  size: Uint32Array;
}

export function createLessons(): Lessons {
  return { noted: 0, columns: { values: new Float32Array(0), bought: new Uint8Array(0), asked: new Uint8Array(0), size: new Uint32Array(0) } };
}
