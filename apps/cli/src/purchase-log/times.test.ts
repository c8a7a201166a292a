import { describe, expect, it } from "vitest";
import type { TimeFormat } from "./times.ts";
import { detectTimeFormat, parseTime, timeReader } from "./times.ts";

const iso = (text: string, format: TimeFormat): string => new Date(parseTime(text, format)).toISOString();

describe("times", () => {
  it.each([
    ["2017-01-01T13:01:19Z", "2017-01-01T13:01:19.000Z"],
    ["2017-01-01T13:01:19+02:00", "2017-01-01T11:01:19.000Z"],
    ["2017-01-01T13:01:19.5-0530", "2017-01-01T18:31:19.500Z"],
    ["2017-01-01 13:01", "2017-01-01T13:01:00.000Z"],
    ["2017-1-1", "2017-01-01T00:00:00.000Z"],
    ["2017-01-01 13:01:19.123456 UTC", "2017-01-01T13:01:19.123Z"],
  ])("reads %s, UTC where no zone is given", (text, expected) => {
    expect(iso(text, "ISO 8601")).toBe(expected);
  });

  it("reads the other formats", () => {
    expect(iso("12/1/2010 8:26", "M/D/YYYY H:MM")).toBe("2010-12-01T08:26:00.000Z");
    expect(iso("2/29/2012", "M/D/YYYY H:MM")).toBe("2012-02-29T00:00:00.000Z");
    expect(iso("1/12/2010 8:26", "D/M/YYYY H:MM")).toBe("2010-12-01T08:26:00.000Z");
    expect(iso("1.12.2010", "D/M/YYYY H:MM")).toBe("2010-12-01T00:00:00.000Z");
    expect(iso("19970101", "YYYYMMDD")).toBe("1997-01-01T00:00:00.000Z");
    expect(iso("1291191960", "epoch seconds")).toBe("2010-12-01T08:26:00.000Z");
    expect(iso("1291191960.25", "epoch seconds")).toBe("2010-12-01T08:26:00.250Z");
    expect(iso("1291191960000", "epoch milliseconds")).toBe("2010-12-01T08:26:00.000Z");
  });

  it.each([
    ["2017-02-30", "ISO 8601"],
    ["2017-13-01", "ISO 8601"],
    ["2017-01-01T24:30", "ISO 8601"],
    ["13/12/2010 8:26", "M/D/YYYY H:MM"],
    ["2/29/2011 8:26", "M/D/YYYY H:MM"],
    ["1291191960", "epoch milliseconds"],
    ["1291191960000", "epoch seconds"],
    ["2017-01-01", "M/D/YYYY H:MM"],
    ["12/13/2010", "D/M/YYYY H:MM"],
    ["19971301", "YYYYMMDD"],
    ["", "ISO 8601"],
  ] as const)("refuses %s as %s", (text, format) => {
    expect(parseTime(text, format)).toBeNaN();
  });

  it("takes the format most samples are in, the earliest at a tie", () => {
    expect(detectTimeFormat(["2017-01-01", "12/1/2010 8:26", "12/2/2010 8:26"])).toBe("M/D/YYYY H:MM");
    expect(detectTimeFormat(["12/1/2010", "2017-01-01"])).toBe("M/D/YYYY H:MM");
    expect(detectTimeFormat(["2017-01-01", "12/1/2010"])).toBe("ISO 8601");
    expect(detectTimeFormat(["1/12/2010", "13/12/2010"])).toBe("D/M/YYYY H:MM");
    expect(detectTimeFormat(["19970101", "19970112"])).toBe("YYYYMMDD");
    expect(detectTimeFormat(["1291191960", "1291191961"])).toBe("epoch seconds");
    expect(detectTimeFormat(["1291191960000"])).toBe("epoch milliseconds");
    expect(detectTimeFormat(["yesterday", ""])).toBeUndefined();
  });

  it("remembers only the last text", () => {
    const read = timeReader("ISO 8601");
    const [a, b] = [read("2017-01-01"), read("2017-01-02")];
    expect([read("2017-01-02"), read("2017-01-01"), read("nonsense"), read("nonsense")]).toEqual([b, a, Number.NaN, Number.NaN]);
  });
});
