import { createByteWriter, reserve, writtenBytes } from "../byte-writer.ts";
import type { ByteWriter } from "../byte-writer.ts";
import type { Item } from "./item-table.ts";
import { COUNT, DECAYED, LAST, PRICE, ROW, UNITS } from "./item-row.ts";

/**
 * The rows of a history as they are stored: a byte that says which forms follow, then what is neither told by that byte nor by
 * the row before. Customers mostly have few baskets with a product and prices in hundredths; what has no short form has one of full
 * width, so that every row comes back bit for bit. docs/state.md has the layout.
 */

/** Bits 0-1: baskets with the product, 0 when they follow as u32. */
const COUNT_BITS = 0b11;
/** Bit 2: the decayed count follows as f32; else it is 1, as after the only basket. */
const HAS_DECAYED = 0b100;
/** Bit 3: the units follow as f32, else in a byte. */
const UNITS_F32 = 0b1000;
/** Bits 4-5: the last purchase, in seconds: that of the row before (0 before the first), or that plus i24, or u32. */
const LAST_STEP = 0b1_0000;
const LAST_U32 = 0b10_0000;
/** Bits 6-7: the price: u16 hundredths, u32 thousandths, or f64. */
const PRICE_U32 = 0b100_0000;
const PRICE_F64 = 0b1000_0000;

/** The longest row: baskets, decayed count, last purchase, units, price. */
const MOST_BYTES = 1 + 4 + 4 + 4 + 4 + 8;

/** 1 as a float32. */
const ONE = 0x3f80_0000;
const STEP_LIMIT = 0x80_0000;

const scratch = createByteWriter(0);

/** The first `count` rows in compact form, valid until the next call. Equal rows give equal bytes. */
export function compactRows(rows: DataView, count: number): Uint8Array {
  const writer = scratch;
  writer.at = 0;
  reserve(writer, count * MOST_BYTES);
  let last = 0;
  for (let at = 0; at < count * ROW; at += ROW) {
    const tagAt = writer.at++;
    const tag = writeCount(writer, rows.getUint32(at + COUNT, true)) | writeDecayed(writer, rows.getUint32(at + DECAYED, true));
    const seconds = rows.getUint32(at + LAST, true);
    writer.bytes[tagAt] = tag | writeLast(writer, seconds, seconds - last) | writeUnits(writer, rows.getFloat32(at + UNITS, true)) | writePrice(writer, rows.getFloat64(at + PRICE, true));
    last = seconds;
  }
  return writtenBytes(writer);
}

function writeCount(writer: ByteWriter, count: number): number {
  if (count > 0 && count <= COUNT_BITS) return count;
  writer.view.setUint32(writer.at, count, true);
  writer.at += 4;
  return 0;
}

function writeDecayed(writer: ByteWriter, bits: number): number {
  if (bits === ONE) return 0;
  writer.view.setUint32(writer.at, bits, true);
  writer.at += 4;
  return HAS_DECAYED;
}

function writeLast(writer: ByteWriter, seconds: number, step: number): number {
  if (step === 0) return 0;
  if (step >= -STEP_LIMIT && step < STEP_LIMIT) {
    writer.view.setUint16(writer.at, step & 0xffff, true);
    writer.view.setInt8(writer.at + 2, step >> 16);
    writer.at += 3;
    return LAST_STEP;
  }
  writer.view.setUint32(writer.at, seconds, true);
  writer.at += 4;
  return LAST_U32;
}

function writeUnits(writer: ByteWriter, units: number): number {
  if ((units & 0xff) === units) {
    writer.bytes[writer.at++] = units;
    return 0;
  }
  writer.view.setFloat32(writer.at, units, true);
  writer.at += 4;
  return UNITS_F32;
}

function writePrice(writer: ByteWriter, price: number): number {
  const hundredths = Math.round(price * 100);
  if (hundredths >= 0 && hundredths < 0x1_0000 && hundredths / 100 === price) {
    writer.view.setUint16(writer.at, hundredths, true);
    writer.at += 2;
    return 0;
  }
  const thousandths = Math.round(price * 1000);
  if (thousandths >= 0 && thousandths < 0x1_0000_0000 && thousandths / 1000 === price) {
    writer.view.setUint32(writer.at, thousandths, true);
    writer.at += 4;
    return PRICE_U32;
  }
  writer.view.setFloat64(writer.at, price, true);
  writer.at += 8;
  return PRICE_F64;
}

interface Reader {
  readonly view: DataView;
  at: number;
}

/** Unfolds `count` rows into `rows`, which has room for them. */
export function readCompactRows(compact: Uint8Array, rows: DataView, count: number): void {
  const reader = readerOf(compact);
  let last = 0;
  for (let at = 0; at < count * ROW; at += ROW) {
    const tag = reader.view.getUint8(reader.at++);
    rows.setUint32(at + COUNT, readCount(reader, tag), true);
    rows.setFloat32(at + DECAYED, readDecayed(reader, tag), true);
    last = readLast(reader, tag, last);
    rows.setUint32(at + LAST, last, true);
    rows.setFloat32(at + UNITS, readUnits(reader, tag), true);
    rows.setFloat64(at + PRICE, readPrice(reader, tag), true);
  }
}

/** The same as products, whose ids are `ids`: for readers, to whom rows would be a detour. */
export function readCompactItems(compact: Uint8Array, ids: readonly string[]): Item[] {
  const reader = readerOf(compact);
  const items: Item[] = [];
  let seconds = 0;
  for (const productId of ids) {
    const tag = reader.view.getUint8(reader.at++);
    const count = readCount(reader, tag);
    const decayed = readDecayed(reader, tag);
    seconds = readLast(reader, tag, seconds);
    const units = readUnits(reader, tag);
    items.push({ productId, count, decayed, last: seconds * 1000, lastPrice: readPrice(reader, tag), units });
  }
  return items;
}

function readerOf(bytes: Uint8Array): Reader {
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at: 0 };
}

function readCount(reader: Reader, tag: number): number {
  const count = tag & COUNT_BITS;
  return count === 0 ? readU32(reader) : count;
}

function readDecayed(reader: Reader, tag: number): number {
  if ((tag & HAS_DECAYED) === 0) return 1;
  reader.at += 4;
  return reader.view.getFloat32(reader.at - 4, true);
}

function readU32(reader: Reader): number {
  reader.at += 4;
  return reader.view.getUint32(reader.at - 4, true);
}

function readLast(reader: Reader, tag: number, before: number): number {
  if ((tag & (LAST_STEP | LAST_U32)) === 0) return before;
  if ((tag & LAST_U32) !== 0) return readU32(reader);
  reader.at += 3;
  return before + (reader.view.getUint16(reader.at - 3, true) | (reader.view.getInt8(reader.at - 1) << 16));
}

function readUnits(reader: Reader, tag: number): number {
  if ((tag & UNITS_F32) === 0) return reader.view.getUint8(reader.at++);
  reader.at += 4;
  return reader.view.getFloat32(reader.at - 4, true);
}

function readPrice(reader: Reader, tag: number): number {
  if ((tag & PRICE_F64) !== 0) {
    reader.at += 8;
    return reader.view.getFloat64(reader.at - 8, true);
  }
  if ((tag & PRICE_U32) !== 0) return readU32(reader) / 1000;
  reader.at += 2;
  return reader.view.getUint16(reader.at - 2, true) / 100;
}
