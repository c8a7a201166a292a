import type { NewRecord } from "@segue/shared/ports/event-log";
import { describe, expect, it } from "vitest";
import { encodeRuns, positionsOf } from "./log-writer.ts";

const records = (count: number, record: Partial<NewRecord> = {}): NewRecord[] =>
  Array.from({ length: count }, () => ({ topic: "events", key: "k", value: Buffer.from("v"), ...record }));

describe("runs of records", () => {
  it("end where the topic changes", () => {
    const runs = encodeRuns([...records(2), ...records(1, { topic: "products" }), ...records(3)]);
    expect(runs.map(({ topic, count }) => ({ topic, count }))).toEqual([
      { topic: "events", count: 2 },
      { topic: "products", count: 1 },
      { topic: "events", count: 3 },
    ]);
  });

  it("hold a thousand records, or a megabyte, and a larger record by itself", () => {
    const large = { value: Buffer.alloc(400_000) };
    const huge = { value: Buffer.alloc(3_000_000) };
    expect(encodeRuns(records(2500)).map(({ count }) => count)).toEqual([1000, 1000, 500]);
    expect(encodeRuns(records(5, large)).map(({ count }) => count)).toEqual([2, 2, 1]);
    expect(encodeRuns([...records(1), ...records(1, huge), ...records(1)]).map(({ count }) => count)).toEqual([1, 1, 1]);
  });

  it("give each record its position, in order", () => {
    const runs = encodeRuns([...records(2), ...records(1, { topic: "products" })]);
    expect(positionsOf(runs, [10, 7]).map(({ offset }) => offset)).toEqual([10, 11, 7]);
  });

  it("are refused as a whole for a record that cannot be kept", () => {
    const refused = expect.objectContaining({ code: "invalid_record" }) as Error;
    expect(() => encodeRuns([...records(1), ...records(1, { partition: 1 })])).toThrow(refused);
    expect(() => encodeRuns(records(1, { value: "text" as unknown as Uint8Array }))).toThrow(refused);
    expect(() => encodeRuns(records(1, { key: undefined as unknown as string }))).toThrow(refused);
  });
});
