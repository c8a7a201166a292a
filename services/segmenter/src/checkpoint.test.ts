import { describe, expect, it } from "vitest";
import { appliedOffsets, copyOf, noOffsets, reaches, toCheckpoint } from "./checkpoint.ts";

describe("offsets of which some partitions have none yet", () => {
  const offsets = noOffsets();
  offsets["segment-models"][2] = 3;

  it("reach a copy of themselves, and what was stored of them", () => {
    expect(reaches(offsets, copyOf(offsets))).toBe(true);
    expect(reaches(offsets, appliedOffsets(toCheckpoint(offsets)))).toBe(true);
  });

  it("do not reach what is further in any of them", () => {
    const further = copyOf(offsets);
    further["segment-models"][0] = 1;
    expect(reaches(offsets, further)).toBe(false);
    expect(reaches(further, offsets)).toBe(true);
  });
});
