import { createInterner } from "../purchase-log/interner.ts";
import type { NumberReader } from "../purchase-log/numbers.ts";
import { float64List, int32List } from "../purchase-log/number-list.ts";

/** A column of a table of customers while it is read: it may turn out to hold numbers or words. */
export interface CellColumn {
  readonly name: string;
  readonly label: string;
  /** Reads a cell (empty: not known) into what {@link put} stores. */
  read(text: string): Cell;
  put(row: number, cell: Cell): void;
  /** Whether the row holds the same. */
  has(row: number, cell: Cell): boolean;
  numberAt(row: number): number;
  wordAt(row: number): number;
  /** The words so far; `null` for too many to be a category. */
  words(): readonly string[] | null;
  /** Cells with a number, with a word, and with a number too large to be one. */
  readonly counts: { numbers: number; words: number; tooLarge: number };
}

export interface Cell {
  /** NaN where it is none. */
  readonly number: number;
  /** Index of the word, -1 where it is none. */
  readonly word: number;
}

/** Beyond this a number is taken for a mistake: sums of squares must stay finite. */
const LARGEST = 1e12;
const MOST_WORDS = 50;
const NOTHING: Cell = { number: Number.NaN, word: -1 };

export function createCellColumn(name: string, label: string, number: NumberReader): CellColumn {
  const [numbers, words, wordList] = [float64List(), int32List(), createInterner()];
  const counts = { numbers: 0, words: 0, tooLarge: 0 };
  const read = (text: string): Cell => {
    if (text === "") return NOTHING;
    const value = number(text);
    if (Number.isNaN(value)) {
      counts.words += 1;
      return wordList.size > MOST_WORDS ? NOTHING : { number: value, word: wordList.index(text) };
    }
    if (Math.abs(value) > LARGEST) counts.tooLarge += 1;
    else counts.numbers += 1;
    return { number: Math.abs(value) > LARGEST ? Number.NaN : value, word: -1 };
  };
  const put = (row: number, cell: Cell): void => {
    if (row < numbers.length) {
      numbers.set(row, cell.number);
      words.set(row, cell.word);
    } else {
      numbers.push(cell.number);
      words.push(cell.word);
    }
  };
  return {
    name,
    label,
    read,
    put,
    has: (row, cell) => Object.is(numbers.get(row), cell.number) && words.get(row) === cell.word,
    numberAt: (row) => numbers.get(row),
    wordAt: (row) => words.get(row),
    words: () => (wordList.size > MOST_WORDS ? null : Array.from({ length: wordList.size }, (_, at) => wordList.text(at))),
    counts,
  };
}
