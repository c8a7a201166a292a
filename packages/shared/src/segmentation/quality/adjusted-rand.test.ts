import { expect, test } from "vitest";
import { aMallInput } from "../../../../../test/segmentation.ts";
import { adjustedRand } from "./adjusted-rand.ts";
import { lloyd } from "../clustering/lloyd.ts";
import { groupMeans } from "../clustering/partition.ts";
import { rawPoints, usableRows } from "../refit/refit-input.ts";
import { fitScaler, scalePoints } from "../scaler.ts";
import { cut, ward } from "../clustering/ward.ts";

test("names of groups do not matter", () => {
  expect(adjustedRand([0, 0, 1, 1], [5, 5, 3, 3])).toBe(1);
});

test("a worked example (scikit-learn: 4 / 7)", () => {
  expect(adjustedRand([0, 0, 1, 1], [0, 0, 1, 2])).toBeCloseTo(4 / 7, 12);
});

test("worse than chance is negative, and a trivial partition agrees with itself", () => {
  expect(adjustedRand([0, 0, 1, 1], [0, 1, 0, 1])).toBeCloseTo(-0.5, 12);
  expect(adjustedRand([0, 0, 0], [1, 1, 1])).toBe(1);
  expect(adjustedRand([], [])).toBe(1);
});

test("k-means and Ward on mall customers agree as much as in the reference run", () => {
  const input = aMallInput();
  const raw = rawPoints(input, usableRows(input));
  const z = scalePoints(fitScaler(raw, input.features, null), raw);
  const labels = cut(ward(z), 5);
  const best = lloyd(z, groupMeans(z, { labels, k: 5 }));

  expect(best.inertia).toBeCloseTo(65.568408, 6);
  expect(adjustedRand(best.labels, labels)).toBeCloseTo(0.941961, 6);
});
