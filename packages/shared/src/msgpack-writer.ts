import { reserve, writeRaw } from "./byte-writer.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { utf8Length, writeUtf8 } from "./utf8.ts";

/**
 * Writes MessagePack (https://github.com/msgpack/msgpack/blob/master/spec.md) straight from the values at hand: to hand them to a
 * library, ingest would have to build an array for every line of an order first. The bytes are those that msgpackr writes.
 */

/** A tag and a number of at most 8 bytes. */
const HEAD = 9;

/** Tags of a kind of value by the bytes its number takes; there is no array with a number of one byte. */
interface Tags {
  readonly one: number | null;
  readonly two: number;
  readonly four: number;
}

const UNSIGNED: Tags = { one: 0xcc, two: 0xcd, four: 0xce };
const STRING: Tags = { one: 0xd9, two: 0xda, four: 0xdb };
const BINARY: Tags = { one: 0xc4, two: 0xc5, four: 0xc6 };
const ARRAY: Tags = { one: null, two: 0xdc, four: 0xdd };

export function writeNil(writer: ByteWriter): void {
  reserve(writer, 1);
  writer.bytes[writer.at++] = 0xc0;
}

/** An integer of at most 32 bits as such, everything else as float64. */
export function writeNumber(writer: ByteWriter, value: number): void {
  reserve(writer, HEAD);
  if (value >>> 0 === value) {
    if (value < 0x80) writer.bytes[writer.at++] = value;
    else writeTagged(writer, value, UNSIGNED);
    return;
  }
  if (value >> 0 === value) return writeNegative(writer, value);
  writer.bytes[writer.at] = 0xcb;
  writer.view.setFloat64(writer.at + 1, value);
  writer.at += 9;
}

/** The head of an array; its values are to follow. */
export function writeArrayHead(writer: ByteWriter, length: number): void {
  reserve(writer, HEAD);
  if (length < 0x10) writer.bytes[writer.at++] = 0x90 | length;
  else writeTagged(writer, length, ARRAY);
}

export function writeString(writer: ByteWriter, text: string): void {
  writeStringHead(writer, utf8Length(text));
  writeUtf8(writer, text);
}

/** A string whose bytes are there already. */
export function writeEncodedString(writer: ByteWriter, utf8: Uint8Array): void {
  writeStringHead(writer, utf8.length);
  writeRaw(writer, utf8);
}

export function writeBinary(writer: ByteWriter, bytes: Uint8Array): void {
  reserve(writer, HEAD);
  writeTagged(writer, bytes.length, BINARY);
  writeRaw(writer, bytes);
}

function writeStringHead(writer: ByteWriter, length: number): void {
  reserve(writer, HEAD);
  if (length < 0x20) writer.bytes[writer.at++] = 0xa0 | length;
  else writeTagged(writer, length, STRING);
}

function writeTagged(writer: ByteWriter, value: number, { one, two, four }: Tags): void {
  const { bytes, view, at } = writer;
  if (one !== null && value < 0x100) {
    bytes[at] = one;
    bytes[at + 1] = value;
    writer.at = at + 2;
  } else if (value < 0x1_0000) {
    bytes[at] = two;
    view.setUint16(at + 1, value);
    writer.at = at + 3;
  } else {
    bytes[at] = four;
    view.setUint32(at + 1, value);
    writer.at = at + 5;
  }
}

function writeNegative(writer: ByteWriter, value: number): void {
  const { bytes, view, at } = writer;
  if (value >= -0x20) {
    bytes[at] = 0x100 + value;
    writer.at = at + 1;
  } else if (value >= -0x80) {
    bytes[at] = 0xd0;
    view.setInt8(at + 1, value);
    writer.at = at + 2;
  } else if (value >= -0x8000) {
    bytes[at] = 0xd1;
    view.setInt16(at + 1, value);
    writer.at = at + 3;
  } else {
    bytes[at] = 0xd2;
    view.setInt32(at + 1, value);
    writer.at = at + 5;
  }
}
