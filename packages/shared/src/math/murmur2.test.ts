import { describe, expect, it } from "vitest";
import { murmur2, partitionOf } from "./murmur2.ts";

describe("murmur2", () => {
  // From org.apache.kafka.common.utils.UtilsTest#testMurmur2.
  it.each([
    ["21", -973932308],
    ["foobar", -790332482],
    ["a-little-bit-long-string", -985981536],
    ["a-little-bit-longer-string", -1486304829],
    ["lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971],
    ["abc", 479470107],
  ])("is Kafka's for %s", (key, hash) => {
    expect(murmur2(Buffer.from(key))).toBe(hash);
  });

  it("takes bytes above 127 and nothing at all", () => {
    expect(murmur2(Uint8Array.of(255, 128, 200, 254, 129))).toBe(-247086793);
    expect(murmur2(new Uint8Array(0))).toBe(275646681);
  });
});

describe("a key's partition", () => {
  it("follows from the hash without its sign", () => {
    expect(partitionOf(Buffer.from("21"), 12)).toBe((-973932308 & 0x7fffffff) % 12);
    expect(partitionOf(Buffer.from("abc"), 12)).toBe(479470107 % 12);
  });

  it("is 0 where there is one", () => {
    expect(partitionOf(Buffer.from("foobar"), 1)).toBe(0);
  });
});
