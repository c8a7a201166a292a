import type { LogRecord, NewRecord } from "@segue/shared/ports/event-log";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeRecords, encodeBody, frameHead, sealFrame } from "./frame.ts";
import { createSpareBuffer } from "./spare-buffer.ts";

const newRecord = fc.record({
  topic: fc.constant("events" as const),
  key: fc.string({ unit: "grapheme", maxLength: 20 }),
  value: fc.option(fc.uint8Array({ maxLength: 30 })),
});

const frameOf = (lists: readonly (readonly NewRecord[])[], baseOffset: number) =>
  sealFrame({ sequence: 2 ** 40, baseOffset, timestamp: 1_700_000_000_000, count: lists.flat().length }, lists.map(encodeBody), createSpareBuffer(0));

describe("a frame", () => {
  it("gives back what was put into it, from any offset and up to any number", () => {
    const range = fc.record({ from: fc.integer({ min: 90, max: 120 }), limit: fc.integer({ min: 0, max: 20 }) });
    fc.assert(
      fc.property(fc.array(fc.array(newRecord, { maxLength: 6 }), { maxLength: 4 }), range, (lists, { from, limit }) => {
        const decoded: LogRecord[] = [];
        decodeRecords(frameOf(lists, 100), { from, limit }, decoded);
        const timestamp = 1_700_000_000_000;
        const expected = lists.flat().map(({ key, value }, i) => ({ offset: 100 + i, key, value: value && Buffer.from(value), timestamp }));
        expect(decoded).toEqual(expected.filter(({ offset }) => offset >= from).slice(0, limit));
      }),
    );
  });

  it("adds to the records it is given and counts them against the limit", () => {
    const records: LogRecord[] = [{ offset: 0, key: "before", value: null, timestamp: 0 }];
    const list = ["a", "b", "c"].map((key) => ({ topic: "events", key, value: null }) as const);
    decodeRecords(frameOf([list], 1), { from: 0, limit: 3 }, records);
    expect(records.map(({ key }) => key)).toEqual(["before", "a", "b"]);
  });

  it("keeps large numbers exactly", () => {
    const head = { sequence: Number.MAX_SAFE_INTEGER, baseOffset: Number.MAX_SAFE_INTEGER - 1, timestamp: 1_700_000_000_123.5, count: 0 };
    expect(frameHead(sealFrame(head, [], createSpareBuffer(0)))).toEqual(head);
  });

  it("is not read when its layout is of another version", () => {
    const frame = frameOf([], 0);
    frame[0] = 2;
    expect(() => frameHead(frame)).toThrow(expect.objectContaining({ code: "data_folder_newer" }) as Error);
  });
});
