import type { StatusReply } from "@segue/shared/api/status";
import { describe, expect, it } from "vitest";
import { areTastesOff } from "./status.ts";

const process = (...names: string[]): StatusReply => ({
  service: "segmenter",
  version: "1",
  now: "2026-01-01T00:00:00Z",
  startedAt: "2026-01-01T00:00:00Z",
  memory: { residentBytes: 1, heapBytes: 1 },
  lag: [],
  checks: names.map((name) => ({ name, ready: true, detail: "" })),
  troubles: [],
});

describe("whether tastes are off", () => {
  it("is told by a segmenter that has a model of behaviour only", () => {
    expect(areTastesOff([process("segment model")])).toBe(true);
    expect(areTastesOff([process("segment model", "taste model")])).toBe(false);
  });

  it("is not known where no segmenter has answered", () => {
    expect(areTastesOff([])).toBe(false);
    expect(areTastesOff([process("ingest events")])).toBe(false);
  });
});
