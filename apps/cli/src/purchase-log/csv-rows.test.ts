import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvRows } from "./csv-rows.ts";
import type { BrokenRow } from "./row-batch.ts";

interface Read {
  readonly rows: (readonly string[])[];
  readonly numbers: number[];
  readonly broken: BrokenRow[];
}

async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function read(text: string, { size = 7, delimiter = "," } = {}): Promise<Read> {
  const result: Read = { rows: [], numbers: [], broken: [] };
  for await (const batch of csvRows(inPieces(text, size), delimiter)) {
    result.rows.push(...batch.rows);
    result.numbers.push(...batch.numbers);
    result.broken.push(...batch.broken);
  }
  return result;
}

describe("csvRows", () => {
  it("splits lines, whatever ends them, and numbers them as a spreadsheet does", async () => {
    const { rows, numbers } = await read("a,b\r\n1,2\r\n\r\n3,\n4,5");
    expect(rows).toEqual([["a", "b"], ["1", "2"], ["3", ""], ["4", "5"]]);
    expect(numbers).toEqual([1, 2, 4, 5]);
  });

  it("reads quoted fields: delimiters, doubled quotes and line breaks within", async () => {
    const { rows, numbers } = await read('a,b\n"x, y","say ""hi"""\n"two\nlines",2\nlast,3\n');
    expect(rows).toEqual([["a", "b"], ["x, y", 'say "hi"'], ["two\nlines", "2"], ["last", "3"]]);
    expect(numbers).toEqual([1, 2, 3, 4]);
  });

  it("does not take a doubled quote before a delimiter for the end of the field", async () => {
    expect((await read('1,"a "",""b\nc",2\n2,x,3\n')).rows).toEqual([["1", 'a ","b\nc', "2"], ["2", "x", "3"]]);
  });

  it("takes a quote inside a field literally", async () => {
    const { rows } = await read('6,12" RULER,2\n7,"24"" RULER",1\n8,x,2\n');
    expect(rows).toEqual([["6", '12" RULER', "2"], ["7", '24" RULER', "1"], ["8", "x", "2"]]);
  });

  it("gives up only the row whose quote is never closed", async () => {
    const tail = Array.from({ length: 1200 }, (_, index) => `${index},x`);
    const { rows, broken } = await read(`a,b\n1,"open\n${tail.join("\n")}\nlast,"x"\n`, { size: 1000 });
    expect(broken).toEqual([{ row: 2, code: "quote", message: "a quote is opened and never closed" }]);
    expect(rows).toHaveLength(1202);
    expect(rows.at(-1)).toEqual(["last", "x"]);
  });

  it("agrees with csv-parse on any well-formed file, wherever the chunks are cut", async () => {
    const field = fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('"', "a,b", "l\nm", "", 'say "hi"', "ünï")).map((text) => text.replaceAll("\r", ""));
    const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 12 });
    const quoted = (text: string): string => (/[",\n]/.test(text) || text.trim() !== text ? `"${text.replaceAll('"', '""')}"` : text);
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 40 }), async (rows, size) => {
        const text = rows.map((row) => row.map(quoted).join(",")).join("\n");
        const expected = parse(text, { relax_column_count: true, relax_quotes: true });
        expect((await read(text, { size })).rows).toEqual(expected);
      }),
    );
  });
});
