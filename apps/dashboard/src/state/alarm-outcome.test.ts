import { describe, expect, it } from "vitest";
import { outcomeOf } from "./alarm-outcome.ts";
import type { Alarm } from "./alarm-outcome.ts";

const at = (day: number): string => new Date(Date.UTC(2026, 0, day)).toISOString();
const alarm = (change: Partial<Alarm> = {}): Alarm => ({ time: at(5), modelVersion: "m-1.3", metric: "psi", value: 0.4, level: "act", ...change });
const model = (version: string, day: number) => ({ version, status: "adopted" as const, fittedAt: at(day), reason: "drift" as const, metric: "inertia_ratio" as const, customers: 100, k: 4, silhouette: 0.4, inertia: 9, churn: 0.1 });
const item = (level: Alarm["level"]) => ({ metric: "psi" as const, value: 0.4, warn: 0.1, act: 0.25, for: 2, breaches: 2, alarm: level });
const FITS = [model("m-1", 1), model("m-2", 5), model("m-3", 9)];

describe("what became of an alarm", () => {
  it("is the next fit, though another measure is named as its reason", () => {
    expect(outcomeOf(alarm(), { items: [item("act")], models: FITS })).toEqual({ kind: "fitted", model: FITS[1] });
  });

  it("is no fit from before, nor that of the model it is about", () => {
    const models = [model("m-0", 2), model("m-1", 5)];
    expect(outcomeOf(alarm(), { items: [item("act")], models })).toEqual({ kind: "on" });
  });

  it("is nothing for one that asks for no fit, while it goes on and afterwards", () => {
    expect(outcomeOf(alarm({ level: "warn" }), { items: [item("warn")], models: FITS })).toEqual({ kind: "on" });
    expect(outcomeOf(alarm({ level: "warn" }), { items: [item("none")], models: FITS })).toEqual({ kind: "over" });
    expect(outcomeOf(alarm({ level: "warn", feature: "recency" }), { items: [item("warn")], models: FITS })).toEqual({ kind: "over" });
  });
});
