import { EARLIEST_TIME } from "@segue/shared/events/envelope";

export const TIME_FORMATS = ["ISO 8601", "M/D/YYYY H:MM", "D/M/YYYY H:MM", "YYYYMMDD", "epoch seconds", "epoch milliseconds"] as const;
export type TimeFormat = (typeof TIME_FORMATS)[number];

/** Below this a number is seconds: as milliseconds it would lie before March 1973. */
const LARGEST_SECONDS = 1e11;

const ISO = /^(\d{4})-(\d\d?)-(\d\d?)(?:[T ](\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)? ?(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i;
const SLASHED = /^(\d\d?)\/(\d\d?)\/(\d{4})(?: (\d\d?):(\d\d)(?::(\d\d))?)?$/;
const DOTTED = /^(\d\d?)\.(\d\d?)\.(\d{4})(?: (\d\d?):(\d\d)(?::(\d\d))?)?$/;
const COMPACT = /^(\d{4})(\d\d)(\d\d)$/;
const EPOCH = /^-?\d{1,15}(?:\.\d+)?$/;

/** Epoch milliseconds of a time in the format, NaN where the text is in another or is no time. Without a zone it is UTC. */
export function parseTime(text: string, format: TimeFormat): number {
  switch (format) {
    case "ISO 8601":
      return parseIso(text);
    case "M/D/YYYY H:MM":
      return parseMonthFirst(text);
    case "D/M/YYYY H:MM":
      return parseDayFirst(text);
    case "YYYYMMDD":
      return parseCompact(text);
    case "epoch seconds":
      return parseEpoch(text, { unit: 1000, from: 0, below: LARGEST_SECONDS });
    case "epoch milliseconds":
      return parseEpoch(text, { unit: 1, from: LARGEST_SECONDS, below: Number.POSITIVE_INFINITY });
    default:
      return format satisfies never;
  }
}

/** The format that most of the samples are in, by the earliest of them at a tie. */
export function detectTimeFormat(samples: readonly string[]): TimeFormat | undefined {
  const fits = (format: TimeFormat): number => samples.filter((sample) => parseTime(sample, format) >= EARLIEST_TIME).length;
  const counts = TIME_FORMATS.map((format) => ({ format, count: fits(format) }));
  const most = Math.max(...counts.map(({ count }) => count));
  if (most === 0) return undefined;
  const tied = counts.filter(({ count }) => count === most).map(({ format }) => format);
  for (const sample of samples) {
    const first = tied.find((format) => !Number.isNaN(parseTime(sample, format)));
    if (first !== undefined) return first;
  }
  return tied[0];
}

/** {@link parseTime} for a column: the lines of an order repeat their time, so the last answer is kept. */
export function timeReader(format: TimeFormat): (text: string) => number {
  let lastText = "";
  let lastTime = Number.NaN;
  return (text) => {
    if (text === lastText) return lastTime;
    lastText = text;
    lastTime = parseTime(text, format);
    return lastTime;
  };
}

function parseIso(text: string): number {
  const match = ISO.exec(text);
  if (match === null) return Number.NaN;
  const [, year, month, day] = match;
  return dayOf(year, month, day) + timeOfDay(match[4], match[5], match[6]) + milliseconds(match[7]) - offsetOf(match[8]);
}

function parseMonthFirst(text: string): number {
  const match = SLASHED.exec(text);
  if (match === null) return Number.NaN;
  const [, month, day, year, hour, minute, second] = match;
  return dayOf(year, month, day) + timeOfDay(hour, minute, second);
}

function parseDayFirst(text: string): number {
  const match = SLASHED.exec(text) ?? DOTTED.exec(text);
  if (match === null) return Number.NaN;
  const [, day, month, year, hour, minute, second] = match;
  return dayOf(year, month, day) + timeOfDay(hour, minute, second);
}

function parseCompact(text: string): number {
  const match = COMPACT.exec(text);
  return match === null ? Number.NaN : dayOf(match[1], match[2], match[3]);
}

/** `Date.UTC` lets 30 February pass as 1 March; a log that says so is broken. */
function dayOf(year = "", month = "", day = ""): number {
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const date = new Date(midnight);
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day) ? midnight : Number.NaN;
}

function timeOfDay(hour = "0", minute = "0", second = "0"): number {
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return Number.NaN;
  return ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000;
}

function milliseconds(fraction = "0"): number {
  return Math.floor(Number(`0.${fraction}`) * 1000 + 1e-6);
}

function parseEpoch(text: string, is: { unit: number; from: number; below: number }): number {
  const value = EPOCH.test(text) ? Number(text) : Number.NaN;
  return Math.abs(value) >= is.from && Math.abs(value) < is.below ? Math.round(value * is.unit) : Number.NaN;
}

function offsetOf(zone = "Z"): number {
  if (!/^[+-]/.test(zone)) return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(":", "") || "0");
  return (zone.startsWith("-") ? -minutes : minutes) * 60_000;
}
