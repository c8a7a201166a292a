import type { Columns } from "./forest.ts";

/** Lists of products that somebody was about to choose from, as flat arrays. */
export interface Examples {
  /** What the columns of `values` are. */
  readonly features: readonly string[];
  /** The products of list l are the rows `starts[l]` to `starts[l + 1]`, without the latter. */
  readonly starts: Int32Array;
  /** Row by row as many numbers as there are features. */
  readonly values: Float32Array;
  /** Per row the logarithm of the score that a ranker is to improve. */
  readonly scores: Float32Array;
  /** Per row 1 for what was bought then. */
  readonly bought: Uint8Array;
  /** Per list the products that were bought, in the list or not. */
  readonly sizes: Int32Array;
}

export const listCount = ({ sizes }: Examples): number => sizes.length;
export const rowCount = ({ bought }: Examples): number => bought.length;

/** Collects examples list by list. */
export interface ExampleCollector {
  add(list: { readonly features: Columns; readonly scores: readonly number[]; readonly bought: readonly boolean[]; readonly size: number }): void;
  examples(): Examples;
}

export function collectExamples(features: readonly string[]): ExampleCollector {
  const lists: Examples[] = [];
  return {
    add: ({ features: { values, rows }, scores, bought, size }) => {
      const byRow = Float32Array.from({ length: rows * features.length }, (_, at) => values[(at % features.length) * rows + Math.floor(at / features.length)]);
      lists.push({ features, starts: Int32Array.of(0, rows), values: byRow, scores: Float32Array.from(scores), bought: Uint8Array.from(bought, Number), sizes: Int32Array.of(size) });
    },
    examples: () => joined(features, lists),
  };
}

/** The lists of several logs, one after the other. */
export function joined(features: readonly string[], parts: readonly Examples[]): Examples {
  const lengths = parts.flatMap(({ starts }) => Array.from(starts.subarray(1), (end, list) => end - starts[list]));
  const starts = new Int32Array(lengths.length + 1);
  lengths.forEach((length, list) => (starts[list + 1] = starts[list] + length));
  const rows = starts[lengths.length];
  const all = { features, starts, values: new Float32Array(rows * features.length), scores: new Float32Array(rows), bought: new Uint8Array(rows), sizes: Int32Array.from(parts.flatMap(({ sizes }) => [...sizes])) };
  let row = 0;
  for (const part of parts) {
    all.values.set(part.values, row * features.length);
    all.scores.set(part.scores, row);
    all.bought.set(part.bought, row);
    row += rowCount(part);
  }
  return all;
}
