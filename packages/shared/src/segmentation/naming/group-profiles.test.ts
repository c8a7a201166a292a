import { expect, test } from "vitest";
import { pointsOf } from "../../math/vector.ts";
import { groupProfiles } from "./group-profiles.ts";

const AGE = { name: "age", log: false };
const MONEY = { name: "monetary", log: true };

test("means are natural, deviations in the scale of the feature", () => {
  const raw = pointsOf([[20, 0], [40, 0], [60, Math.E ** 2 - 1], [80, Math.E ** 4 - 1]], 2);

  const [young, old] = groupProfiles(raw, [AGE, MONEY], { labels: Int32Array.of(0, 0, 1, 1), k: 2 });

  expect(young).toEqual({ means: [30, 0], deviations: { age: expect.closeTo(-20 / Math.sqrt(500), 9), monetary: expect.closeTo(-1.5 / Math.sqrt(2.75), 9) } });
  expect(old.means).toEqual([70, expect.closeTo((Math.E ** 2 + Math.E ** 4) / 2 - 1, 9)]);
  expect(old.deviations.monetary).toBeCloseTo(1.5 / Math.sqrt(2.75), 9);
});

test("what nobody of a group has, and what hardly anybody has, says nothing of it", () => {
  const ages = [...new Array<number>(30).fill(Number.NaN), ...new Array<number>(29).fill(Number.NaN), 99, 20, 30];
  const labels = Int32Array.from(ages, (_, at) => Math.floor(at / 30));

  const profiles = groupProfiles(pointsOf(ages.map((age) => [age]), 1), [AGE], { labels, k: 3 });

  expect(profiles.map(({ means }) => means)).toEqual([[null], [99], [25]]);
  expect(profiles.map(({ deviations }) => Object.keys(deviations))).toEqual([[], [], ["age"]]);
});

test("who is in no group does not count for any", () => {
  const [only] = groupProfiles(pointsOf([[1], [9]], 1), [AGE], { labels: Int32Array.of(0, -1), k: 1 });

  expect(only.means).toEqual([1]);
});
