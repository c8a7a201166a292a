import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NewRecord } from "@segue/shared/ports/event-log";
import { cutIntoRequests, messagesOf, placeRecord, positionsIn } from "./produce-requests.ts";

const PARTITIONS = 4;
const MB = 1024 * 1024;
const record = (size: number, key = "a"): NewRecord => ({ topic: "events", key, value: Buffer.alloc(size) });
const place = (given: NewRecord) => placeRecord(given, PARTITIONS);

describe("placing a record", () => {
  it("puts a key where Kafka's own clients put it, and elsewhere when told to", () => {
    // murmur2("21") is -973932308, by Kafka's own test.
    expect(place(record(1, "21")).partition).toBe((-973932308 & 0x7fffffff) % PARTITIONS);
    expect(place({ ...record(1, "21"), partition: 3 }).partition).toBe(3);
  });

  it.each([
    ["a partition there is not", { ...record(1), partition: PARTITIONS }],
    ["a negative partition", { ...record(1), partition: -1 }],
    ["more bytes than a topic takes", record(5 * MB)],
  ])("refuses %s", (_, given) => {
    expect(() => place(given)).toThrow(expect.objectContaining({ code: "invalid_record" }));
  });
});

describe("cutting records into requests", () => {
  const sizes = fc.array(fc.tuple(fc.integer({ min: 0, max: 400_000 }), fc.integer({ min: 0, max: PARTITIONS - 1 })), { maxLength: 60 });

  it("keeps all of them in their order, and no batch larger than brokers take", () => {
    fc.assert(
      fc.property(sizes, (list) => {
        const placed = list.map(([size, partition]) => place({ ...record(size), partition }));
        const requests = cutIntoRequests(placed);
        expect(requests.flat()).toEqual(placed);
        for (const request of requests) {
          for (let partition = 0; partition < PARTITIONS; partition++) {
            const batch = request.filter((one) => one.partition === partition).reduce((sum, { bytes }) => sum + bytes, 0);
            expect(batch).toBeLessThanOrEqual(900_000);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it("sends a record that is larger than that alone", () => {
    const requests = cutIntoRequests([record(10), record(4 * MB), record(10)].map(place));
    expect(requests.map(({ length }) => length)).toEqual([1, 1, 1]);
  });

  it("puts thousands of small ones together", () => {
    expect(cutIntoRequests(Array.from({ length: 5000 }, () => place(record(10)))).map(({ length }) => length)).toEqual([2000, 2000, 1000]);
  });
});

describe("the positions in a request", () => {
  it("count on from each partition's base offset", () => {
    const request = [1, 2, 1, 1].map((partition) => place({ ...record(1), partition }));
    const nameOf = (topic: string) => `my.${topic}`;
    expect(messagesOf(request, nameOf)).toEqual([{ topic: "my.events", messages: [1, 2, 1, 1].map((partition) => expect.objectContaining({ partition })) }]);
    const produced = [
      { topic: "my.events", partition: 2, baseOffset: "7" },
      { topic: "my.events", partition: 1, baseOffset: "40" },
    ];
    expect(positionsIn(request, produced, nameOf)).toEqual([
      { partition: 1, offset: 40 },
      { partition: 2, offset: 7 },
      { partition: 1, offset: 41 },
      { partition: 1, offset: 42 },
    ]);
  });
});
