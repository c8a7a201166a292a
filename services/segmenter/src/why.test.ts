import { expect, test } from "vitest";
import { aModel } from "../../../test/segmentation.ts";
import { standingOf, whyText } from "./why.ts";

const model = { ...aModel([0, 10, 30]), scaler: { mean: [40], sd: [2], log: [false], clip: null } };

test("a customer stands where the distances say, and the runner-up is the nearest of the other segments", () => {
  expect(standingOf(model, { age: 48 }, "seg-1")).toEqual({
    zScores: { age: 4 },
    distances: [
      { id: "seg-1", name: "Segment 1", distance: 4 },
      { id: "seg-2", name: "Segment 2", distance: 6 },
      { id: "seg-3", name: "Segment 3", distance: 26 },
    ],
    runnerUp: { id: "seg-2", name: "Segment 2", distance: 6 },
  });
});

test("within the hysteresis the runner-up is the nearer one", () => {
  expect(standingOf(model, { age: 48 }, "seg-2").runnerUp?.id).toBe("seg-1");
});

test("of whom nothing is known stands nowhere, as does everybody without a model", () => {
  expect(standingOf(model, { age: null }, null)).toEqual({ zScores: { age: null }, distances: [], runnerUp: null });
  expect(standingOf(null, { age: 48 }, null)).toEqual({ zScores: {}, distances: [], runnerUp: null });
});

test("in words, what stands out by half a standard deviation comes first, strongest first", () => {
  const wider = { ...aModel([0, 10]), features: ["age", "annualIncome", "spendingScore"], scaler: { mean: [40, 50, 50], sd: [10, 20, 20], log: [false, false, false], clip: null } };

  expect(whyText(wider, { age: 41, annualIncome: 70, spendingScore: 10 })).toBe("spendingScore −2.00 sd, annualIncome +1.00 sd");
  expect(whyText(wider, { age: 41, annualIncome: 51, spendingScore: null })).toBe("close to the average customer in everything");
  expect(whyText(wider, { age: null, annualIncome: null, spendingScore: null })).toBe("nothing is known of this customer that segments are made from");
});
