import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SCORE_FEATURE, examplesOf } from "./examples.ts";
import { addLambdas, createLambdas } from "./lambdas.ts";

const lambdasOf = (bought: readonly boolean[], scores: readonly number[], size: number) => {
  const examples = examplesOf([SCORE_FEATURE], [{ values: scores, bought: bought.map(Number), size }]);
  const into = createLambdas(bought.length);
  addLambdas(examples, 0, { scores: Float64Array.from(scores), into });
  return into;
};

describe("the lambdas of a list", () => {
  it("are what an exchange changes in nDCG, by how unsure the order is", () => {
    // Places 1 and 2 count 1 and 1 / log2(3); of two products bought the ideal is their sum. rho = 1 / (1 + e^(0 - 1)).
    const { first, second } = lambdasOf([false, true], [1, 0], 2);
    const [change, rho] = [(1 - 1 / Math.log2(3)) / (1 + 1 / Math.log2(3)), 1 / (1 + Math.exp(-1))];
    expect(first[1]).toBeCloseTo(change * rho, 12);
    expect(first[0]).toBeCloseTo(-change * rho, 12);
    expect(second[0]).toBeCloseTo(change * rho * (1 - rho), 12);
  });

  it("raise what was bought as much as they lower the rest, and nothing in a list of one kind", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.double({ min: -5, max: 5, noNaN: true })), { minLength: 1, maxLength: 40 }), (rows) => {
        const { first, second } = lambdasOf(rows.map(([bought]) => bought), rows.map(([, score]) => score), rows.length);
        expect(first.reduce((sum, each) => sum + each, 0)).toBeCloseTo(0, 9);
        rows.forEach(([bought], at) => expect(bought ? first[at] : -first[at]).toBeGreaterThanOrEqual(0));
        if (rows.every(([bought]) => bought) || rows.every(([bought]) => !bought)) expect(Math.max(...second)).toBe(0);
      }),
    );
  });
});
