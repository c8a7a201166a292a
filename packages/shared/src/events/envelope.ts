import { z } from "zod";

/** Ids are 1 to 128 bytes of UTF-8 without control characters; the byte length is checked by {@link idProblem}. */
export const idSchema = z
  .string()
  .min(1)
  .max(128)
  .regex(/^\P{Cc}*$/u);

/** An instant with its zone, as ISO 8601. */
export const timeSchema = z.iso.datetime({ offset: true });

/** ISO 4217 code. */
export const currencySchema = z.string().regex(/^[A-Z]{3}$/);

export const MAX_ID_BYTES = 128;

/** Events from before this instant are refused: such times come from unset clocks and wrong units, not from shops. */
export const EARLIEST_TIME = Date.UTC(1990, 0, 1);

/** How far ahead of the wall clock an event's time may lie, in milliseconds. */
export const FUTURE_TOLERANCE = 5 * 60 * 1000;

export const envelopeShape = {
  version: z.literal(1).optional(),
  id: idSchema,
  customerId: idSchema,
  time: timeSchema.optional(),
};

/** Says what is wrong with an id that already fits {@link idSchema}, or nothing. */
export function idProblem(id: string): string | undefined {
  // Nearly all ids are ASCII, and every line of an order has one.
  for (let at = 0; at < id.length; at++) {
    if (id.charCodeAt(at) >= 0x80) return problemBeyondAscii(id);
  }
  return lengthProblem(id.length);
}

function problemBeyondAscii(id: string): string | undefined {
  let bytes = 0;
  for (const character of id) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xd800 && code <= 0xdfff) return "must be well-formed Unicode";
    bytes += utf8Length(code);
  }
  return lengthProblem(bytes);
}

function lengthProblem(bytes: number): string | undefined {
  return bytes > MAX_ID_BYTES ? `must be at most ${MAX_ID_BYTES} bytes of UTF-8` : undefined;
}

function utf8Length(code: number): number {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
