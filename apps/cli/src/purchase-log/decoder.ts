const REPLACEMENT = "\uFFFD";
const LATIN_1 = "windows-1252";
const BIGGEST_ASCII = 0x7f;
/** In bytes of UTF-8. */
const LONGEST_CHARACTER = 4;

/** Turns bytes into text piece by piece. */
export interface Decoder {
  decode(bytes: Uint8Array): string;
  end(): string;
  /** Characters that stand for broken bytes. */
  replaced(): number;
  readonly encoding: () => Encoding;
}

export type Encoding = "UTF-8" | "UTF-16" | "Latin-1";

/**
 * UTF-16 by its byte order mark, as spreadsheets save "Unicode text"; else UTF-8, unless the first bytes that are not ASCII are mostly no
 * UTF-8: then Latin-1 in its usual form (windows-1252), which older spreadsheets write.
 */
export function createDecoder(head: Uint8Array): Decoder {
  const utf16 = utf16Label(head);
  let decoder = new TextDecoder(utf16 ?? "utf-8");
  let encoding: Encoding = utf16 === null ? "UTF-8" : "UTF-16";
  let decided = utf16 !== null;
  let replaced = 0;
  const counted = (text: string): string => {
    replaced += occurrences(text, REPLACEMENT);
    return text;
  };
  /** Bytes that may be the beginning of a character; nothing is known of the encoding yet. */
  let held = new Uint8Array(0);
  const decide = (latin1: boolean): void => {
    decided = true;
    if (latin1) [decoder, encoding] = [new TextDecoder(LATIN_1), "Latin-1"];
  };
  return {
    decode(piece) {
      if (decided) return counted(decoder.decode(piece, { stream: true }));
      const bytes = held.length === 0 ? piece : Buffer.concat([held, piece]);
      held = new Uint8Array(0);
      const foreign = bytes.findIndex((byte) => byte > BIGGEST_ASCII);
      if (foreign < 0) return decoder.decode(bytes, { stream: true });
      if (bytes.length - foreign < LONGEST_CHARACTER) {
        held = bytes.slice(foreign);
        return decoder.decode(bytes.subarray(0, foreign), { stream: true });
      }
      decide(isLatin1(bytes));
      return counted(decoder.decode(bytes, { stream: true }));
    },
    end() {
      if (held.length > 0) decide(isLatin1(held));
      return counted(decoder.decode(held));
    },
    replaced: () => replaced,
    encoding: () => encoding,
  };
}

function utf16Label(head: Uint8Array): string | null {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  return head[0] === 0xfe && head[1] === 0xff ? "utf-16be" : null;
}

/** As UTF-8 more characters would be broken than whole. */
function isLatin1(bytes: Uint8Array): boolean {
  const text = new TextDecoder("utf-8").decode(bytes);
  const broken = occurrences(text, REPLACEMENT);
  const foreign = Array.from(text.matchAll(/[^\p{ASCII}]/gu)).length;
  return broken > foreign - broken;
}

function occurrences(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) count += 1;
  return count;
}
