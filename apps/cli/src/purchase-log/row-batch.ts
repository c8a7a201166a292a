/** Rows of a table as they were read together: text by column, in the order of the file. */
export interface RowBatch {
  readonly rows: readonly (readonly string[])[];
  /** The number of each row as a spreadsheet shows it: the header is row 1 of a CSV file; NDJSON counts its lines. */
  readonly numbers: readonly number[];
  readonly broken: readonly BrokenRow[];
}

/** A row that could not be taken apart. */
export interface BrokenRow {
  readonly row: number;
  readonly code: string;
  readonly message: string;
}

export interface MutableRowBatch {
  readonly rows: (readonly string[])[];
  readonly numbers: number[];
  readonly broken: BrokenRow[];
}

export function emptyBatch(): MutableRowBatch {
  return { rows: [], numbers: [], broken: [] };
}

/** Cuts chunks of text into lists of whole lines; the line ends are taken off. */
export async function* lineLists(chunks: AsyncIterable<string>): AsyncGenerator<string[]> {
  let rest = "";
  for await (const chunk of chunks) {
    const cut = chunk.lastIndexOf("\n");
    if (cut < 0) {
      rest += chunk;
      continue;
    }
    const lines = (rest + chunk.slice(0, cut)).split("\n");
    rest = chunk.slice(cut + 1);
    yield lines.map(withoutReturn);
  }
  if (rest !== "") yield [withoutReturn(rest)];
}

function withoutReturn(line: string): string {
  return line.charCodeAt(line.length - 1) === 13 ? line.slice(0, -1) : line;
}
