import { describe, expect, test } from "vitest";
import { chooseK } from "./choose-k.ts";
import type { Candidate } from "../model.ts";

const chosen = (candidates: readonly Candidate[], k: number | null, pendingK: number | null = null): number => chooseK(candidates, k === null ? null : { k, pendingK }).candidate.k;
const candidate = (k: number, silhouette: number, smallestShare = 0.1) => ({ k, silhouette, smallestShare, inertia: 1 });

test("the highest silhouette wins, the fewest segments of equals", () => {
  expect(chosen([candidate(4, 0.3), candidate(5, 0.4), candidate(6, 0.4)], null)).toBe(5);
});

describe("the current number", () => {
  const better = [candidate(4, 0.379), candidate(5, 0.4), candidate(6, 0.39)];

  test("stays unless another is better by more than .02 at two fits on end", () => {
    expect(chooseK([candidate(4, 0.381), candidate(5, 0.4)], { k: 4, pendingK: 5 })).toMatchObject({ candidate: { k: 4 }, pendingK: null });
    expect(chooseK(better, { k: 4, pendingK: null })).toMatchObject({ candidate: { k: 4 }, pendingK: 5 });
    expect(chooseK(better, { k: 4, pendingK: 6 })).toMatchObject({ candidate: { k: 4 }, pendingK: 5 });
    expect(chooseK(better, { k: 4, pendingK: 5 })).toMatchObject({ candidate: { k: 5 }, pendingK: null });
  });

  test("is given up at once where it is not to be had any more", () => {
    expect(chosen(better, 7)).toBe(5);
  });
});

test("a split with a segment under 3 % is not offered, even as the current one", () => {
  expect(chosen([candidate(4, 0.5, 0.029), candidate(5, 0.4, 0.03), candidate(6, 0.3, 0.2)], 4)).toBe(5);
});

test("when all have a tiny segment, the one with the largest of them", () => {
  expect(chosen([candidate(4, 0.5, 0.01), candidate(5, 0.3, 0.02)], null)).toBe(5);
});

test("a split that resampling does not confirm is not offered, unless there is no other", () => {
  const shaky = { ...candidate(5, 0.6), stability: 0.84 };

  expect(chosen([{ ...candidate(4, 0.3), stability: 0.85 }, shaky], null)).toBe(4);
  expect(chosen([shaky, { ...candidate(6, 0.5), stability: 0.1 }], null)).toBe(5);
});

test("the current number is not given up for one resampling that did not confirm it", () => {
  const candidates = [{ ...candidate(4, 0.5), stability: 0.84 }, { ...candidate(5, 0.4), stability: 0.9 }];

  expect(chooseK(candidates, { k: 4, pendingK: null })).toMatchObject({ candidate: { k: 4 }, pendingK: 5 });
  expect(chooseK(candidates, { k: 4, pendingK: 5 })).toMatchObject({ candidate: { k: 5 }, pendingK: null });
});
