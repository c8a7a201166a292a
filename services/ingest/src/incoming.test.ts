import { partitionOf } from "@segue/shared/math/murmur2";
import { createEventValidator } from "@segue/platform/event-validator";
import { describe, expect, it } from "vitest";
import { aPurchase } from "../../../test/builders.ts";
import { readIncoming } from "./incoming.ts";

const PARTITIONS = 12;
const validate = createEventValidator();
const home = partitionOf("c17", PARTITIONS);
const record = (key: string) => ({ offset: 3, key, value: Buffer.from(JSON.stringify(aPurchase({ customerId: "c17" }))), timestamp: Date.parse("2026-03-01T11:00:00Z") });

describe("a record that an outside producer wrote", () => {
  it("is read from the partition of its key", () => {
    expect(readIncoming(record("c17"), { partition: home, partitions: PARTITIONS, validate })).toMatchObject({ ok: true });
  });

  it("is refused in any other, with the setting that mends the producer", () => {
    for (const partition of Array.from({ length: PARTITIONS }, (_, i) => i).filter((i) => i !== home)) {
      const read = readIncoming(record("c17"), { partition, partitions: PARTITIONS, validate });
      expect(read).toMatchObject({ ok: false, rejection: { code: "wrong_partition", message: expect.stringContaining("partitioner=murmur2_random") } });
    }
  });

  it("is refused when its key is not its customer", () => {
    const key = "c18";
    const partition = partitionOf(key, PARTITIONS);
    expect(readIncoming(record(key), { partition, partitions: PARTITIONS, validate })).toMatchObject({ ok: false, rejection: { code: "invalid_id" } });
  });

  it("is where it belongs when there is one partition", () => {
    expect(readIncoming(record("c17"), { partition: 0, partitions: 1, validate })).toMatchObject({ ok: true });
  });
});
