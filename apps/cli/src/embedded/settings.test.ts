import { describe, expect, it } from "vitest";
import { readSettings } from "./settings.ts";

const wholeNumber = (min: number, max: number): string => `must be a whole number from ${min} to ${max}`;
const FEATURES = "must be a comma-separated list out of recency, frequency, monetary";

const WRONG: readonly (readonly [name: string, value: string, allowed: string])[] = [
  ["SEGUE_PORT", "http", wholeNumber(0, 65_535)],
  ["SEGUE_PORT", "65536", wholeNumber(0, 65_535)],
  ["SEGUE_PORT", " ", wholeNumber(0, 65_535)],
  ["SEGUE_PORT", "0x50", wholeNumber(0, 65_535)],
  ["SEGUE_RATE_LIMIT", "0", wholeNumber(1, 1_000_000)],
  ["SEGUE_CLOCK", "sundial", "must be one of wall, event"],
  ["SEGUE_LOG_LEVEL", "loud", "must be one of fatal, error, warn, info, debug, trace, silent"],
  ["SEGUE_CURRENCY", "pounds", "must be an ISO 4217 code such as GBP"],
  ["SEGUE_FEATURES", "recency,shoeSize", FEATURES],
  ["SEGUE_FEATURES", "recency,recency", FEATURES],
  ["SEGUE_SEGMENTS_MIN", "1", wholeNumber(2, 12)],
  ["SEGUE_SEGMENTS_MIN", "9", wholeNumber(2, 8)],
  ["SEGUE_SEGMENTS_MAX", "4.5", wholeNumber(2, 12)],
  ["SEGUE_REFIT_DAYS", "-7", wholeNumber(1, 365)],
  ["SEGUE_SNAPSHOT_SECONDS", "0", wholeNumber(1, 3_600)],
  ["SEGUE_EVENTS_RETENTION_DAYS", "for ever", wholeNumber(0, 36_500)],
  ["SEGUE_UPDATES_RETENTION_DAYS", "0", wholeNumber(1, 36_500)],
  ["SEGUE_EVENTS_GAP", "skip", "must be stop or continue"],
  ["SEGUE_UPDATES_GAP", "skip", "must be stop or continue"],
  ["SEGUE_POISON_PERCENT", "101", wholeNumber(0, 100)],
  ["SEGUE_QUALITY_SAMPLING", "-1", "must be auto or a number from 0 to 1 such as 0.1"],
  ["SEGUE_SERVED_SAMPLING", "1.5", "must be a number from 0 to 1 such as 0.1"],
  ["SEGUE_SERVED_SAMPLING", "half", "must be a number from 0 to 1 such as 0.1"],
  ["SEGUE_TASTES", "maybe", "must be on or off"],
];

/** Any text will do for a folder or a host, whether it can be used shows when it is; keys have rows of their own. */
const ANY_TEXT = ["SEGUE_DATA", "SEGUE_HOST", "SEGUE_API_KEYS", "SEGUE_SEGMENT_NAMES"];

describe("the settings", () => {
  it.each(WRONG)("refuse %s=%j and say what is allowed", (name, value, allowed) => {
    expect(() => readSettings({ [name]: value })).toThrow(expect.objectContaining({ code: "bad_setting", message: expect.stringContaining(`${name} is ${JSON.stringify(value)}: ${allowed}`) as string }));
  });

  it("are all tried here", () => {
    expect(Object.keys(readSettings({})).sort()).toEqual([...new Set([...WRONG.map(([name]) => name), ...ANY_TEXT])].sort());
  });

  it.each([
    ["--port", { SEGUE_PORT: "http" }, `"http": ${wholeNumber(0, 65_535)}`],
    ["--clock", { SEGUE_CLOCK: "sundial" }, '"sundial": must be one of wall, event'],
    ["--data", { SEGUE_DATA: "" }, '"": must name a folder'],
  ])("call a wrong %s wrong usage", (option, overrides, message) => {
    expect(() => readSettings({}, overrides)).toThrow(expect.objectContaining({ code: "usage", message: `${option} is ${message}` }));
  });

  it("take the command line before the environment, and what is empty for not set", () => {
    expect(readSettings({ SEGUE_PORT: "1", SEGUE_CURRENCY: "" }, { SEGUE_PORT: "2" })).toMatchObject({ SEGUE_PORT: 2, SEGUE_CURRENCY: "GBP" });
  });
});
