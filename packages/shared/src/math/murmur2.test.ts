import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { murmur2, partitionOf } from "./murmur2.ts";

/** The vectors of Kafka's own UtilsTest.testMurmur2. */
const GOLDEN = [
  ["21", -973932308],
  ["foobar", -790332482],
  ["a-little-bit-long-string", -985981536],
  ["a-little-bit-longer-string", -1486304829],
  ["lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971],
  ["abc", 479470107],
] as const;

describe("murmur2", () => {
  it.each(GOLDEN)("of %s is what Kafka's Java client computes", (text, hash) => {
    expect(murmur2(Buffer.from(text))).toBe(hash);
  });

  it("takes the sign off before it chooses a partition", () => {
    for (const [text, hash] of GOLDEN) expect(partitionOf(text, 12)).toBe((hash & 0x7fffffff) % 12);
  });

  it("hashes the UTF-8 bytes of a key", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 100 }), (key, partitions) => {
        expect(partitionOf(key, partitions)).toBe((murmur2(Buffer.from(key)) & 0x7fffffff) % partitions);
      }),
    );
  });
});
