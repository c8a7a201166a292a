import { reserve } from "./byte-writer.ts";
import type { ByteWriter } from "./byte-writer.ts";

// A loop here is faster than a call out of JavaScript for texts as short as ids are.

/** UTF-8 takes at most this many bytes for a UTF-16 unit. */
const MAX_PER_UNIT = 3;
/** What stands for half of a surrogate pair. */
const REPLACEMENT = 0xfffd;

/** Bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // Each half of a pair has two of its four bytes; a half alone becomes one of three.
    if (unit >= 0x80) bytes += unit < 0x800 || codePointAt(text, i) >= 0x1_0000 || isLowOfPair(text, i) ? 1 : 2;
  }
  return bytes;
}

/** Appends a text as UTF-8. */
export function writeUtf8(writer: ByteWriter, text: string): void {
  reserve(writer, MAX_PER_UNIT * text.length);
  const { bytes } = writer;
  let { at } = writer;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) bytes[at++] = unit;
    else {
      const code = codePointAt(text, i);
      at = writeMultibyte(bytes, at, code);
      if (code >= 0x1_0000) i++;
    }
  }
  writer.at = at;
}

function codePointAt(text: string, at: number): number {
  const code = text.codePointAt(at) ?? REPLACEMENT;
  return code >= 0xd800 && code < 0xe000 ? REPLACEMENT : code;
}

function isLowOfPair(text: string, at: number): boolean {
  return at > 0 && codePointAt(text, at - 1) >= 0x1_0000;
}

/** Where to go on. */
function writeMultibyte(bytes: Uint8Array, start: number, code: number): number {
  let at = start;
  if (code < 0x800) bytes[at++] = 0xc0 | (code >> 6);
  else {
    if (code < 0x1_0000) bytes[at++] = 0xe0 | (code >> 12);
    else {
      bytes[at++] = 0xf0 | (code >> 18);
      bytes[at++] = 0x80 | ((code >> 12) & 0x3f);
    }
    bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
  }
  bytes[at++] = 0x80 | (code & 0x3f);
  return at;
}
