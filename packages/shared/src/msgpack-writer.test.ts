import fc from "fast-check";
import { Packr } from "msgpackr";
import { describe, expect, it } from "vitest";
import { createByteWriter, writtenBytes } from "./byte-writer.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { writeArrayHead, writeBinary, writeEncodedString, writeNil, writeNumber, writeString } from "./msgpack-writer.ts";

const packr = new Packr({ useRecords: false });

type Value = null | number | string | Uint8Array | readonly Value[];

function write(writer: ByteWriter, value: Value): void {
  if (value === null) writeNil(writer);
  else if (typeof value === "number") writeNumber(writer, value);
  else if (typeof value === "string") writeString(writer, value);
  else if (value instanceof Uint8Array) writeBinary(writer, value);
  else {
    writeArrayHead(writer, value.length);
    for (const one of value) write(writer, one);
  }
}

/** From hardly any room, so that it has to grow. */
function written(value: Value): Uint8Array {
  const writer = createByteWriter(1);
  write(writer, value);
  return writtenBytes(writer);
}

const lengths = fc.constantFrom(0, 1, 15, 16, 31, 32, 33, 40, 41, 127, 128, 255, 256, 257, 65_535, 65_536);
const numbers = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.double(), fc.integer({ min: -200, max: 300 }), fc.constantFrom(-0, 2 ** 31, 2 ** 32 - 1, 2 ** 32, -(2 ** 31), -Infinity));
const texts = fc.oneof(fc.string({ unit: "grapheme" }), fc.tuple(lengths, fc.constantFrom("a", "é", "語")).map(([length, unit]) => unit.repeat(length)));
const binaries = lengths.map((length) => new Uint8Array(length).fill(7));
const values: fc.Arbitrary<Value> = fc.oneof(fc.constant(null), numbers, texts, binaries);

describe("the msgpack writer", () => {
  it("writes what msgpackr writes", () => {
    const nested = fc.oneof(values, fc.array(values, { maxLength: 20 }), lengths.map((length) => Array.from({ length }, (_, i) => i)));
    fc.assert(
      fc.property(nested, (value) => {
        expect(Buffer.compare(written(value), packr.pack(value))).toBe(0);
      }),
    );
  });

  it("takes a string that is UTF-8 already", () => {
    const writer = createByteWriter(1);
    writeEncodedString(writer, Buffer.from("Größe"));
    expect(packr.unpack(writtenBytes(writer))).toBe("Größe");
  });
});
