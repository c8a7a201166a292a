import { expect, test } from "vitest";
import { chooseK } from "./choose-k.ts";

const candidate = (k: number, silhouette: number, smallestShare = 0.1) => ({ k, silhouette, smallestShare, inertia: 1 });

test("the highest silhouette wins, the fewest segments of equals", () => {
  expect(chooseK([candidate(4, 0.3), candidate(5, 0.4), candidate(6, 0.4)], null).k).toBe(5);
});

test("the current number stays unless another is better by more than .02", () => {
  const candidates = [candidate(4, 0.381), candidate(5, 0.4)];

  expect(chooseK(candidates, 4).k).toBe(4);
  expect(chooseK([candidate(4, 0.379), candidate(5, 0.4)], 4).k).toBe(5);
  expect(chooseK(candidates, 7).k).toBe(5);
});

test("a split with a segment under 3 % is not offered, even as the current one", () => {
  expect(chooseK([candidate(4, 0.5, 0.029), candidate(5, 0.4, 0.03), candidate(6, 0.3, 0.2)], 4).k).toBe(5);
});

test("when all have a tiny segment, the one with the largest of them", () => {
  expect(chooseK([candidate(4, 0.5, 0.01), candidate(5, 0.3, 0.02)], null).k).toBe(5);
});

test("a split that resampling does not confirm is not offered, unless there is no other", () => {
  const shaky = { ...candidate(5, 0.6), stability: 0.84 };

  expect(chooseK([{ ...candidate(4, 0.3), stability: 0.85 }, shaky], 5).k).toBe(4);
  expect(chooseK([shaky, { ...candidate(6, 0.5), stability: 0.1 }], null).k).toBe(5);
});
