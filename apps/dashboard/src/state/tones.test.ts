import { describe, expect, it } from "vitest";
import { TONES } from "@segue/ui-tones/chart-theme";
import { tonesOf } from "./tones.ts";

describe("the colours of segments", () => {
  it("go by the number of the id, not by the order of the list", () => {
    expect(tonesOf(["seg-4", "seg-1"])).toEqual(tonesOf(["seg-1", "seg-4"]));
    expect(tonesOf(["seg-4", "seg-9"]).get("seg-4")).toBe(tonesOf(["seg-4"]).get("seg-4"));
  });

  it("differ as long as there are enough", () => {
    const ids = Array.from({ length: TONES }, (_, at) => `seg-${at * TONES + 1}`);
    expect(new Set(tonesOf(ids).values()).size).toBe(TONES);
  });

  it("repeat only when they run out", () => {
    expect(tonesOf(Array.from({ length: TONES + 1 }, (_, at) => `seg-${at}`)).size).toBe(TONES + 1);
  });
});
