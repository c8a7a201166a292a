import { describe, expect, it } from "vitest";
import { seededRandom } from "../math/random.ts";
import { SCORE_FEATURE, examplesOf, listCount, rowCount } from "./examples.ts";
import type { Example, Examples } from "./examples.ts";
import { fitRanker } from "./fit-ranker.ts";
import { FIT_SETTINGS } from "./fit-settings.ts";
import type { Ranker } from "./forest.ts";
import { forestOf, valuesOf } from "./forest.ts";

const FEATURES = ["patience", "age", "patience again", "age again", "noise", SCORE_FEATURE];
const PRODUCTS = 20;

/** Lists in which patient customers buy what they have not bought for long, and others what they bought just now; scores know nothing of it. */
function shop(lists: number, seed: number): Examples {
  const random = seededRandom(seed);
  const list = (): Example => {
    const patience = random();
    const rows = Array.from({ length: PRODUCTS }, () => ({ age: random(), noise: random(), score: random() / 10 }));
    const bought = rows.map(({ age }) => Number(random() < 0.4 && (patience > 0.5 ? age > 0.8 : age < 0.2)));
    return { values: rows.flatMap(({ age, noise, score }) => [patience, age, patience, age, noise, score]), bought, size: bought.filter((each) => each === 1).length };
  };
  return examplesOf(FEATURES, Array.from({ length: lists }, list));
}

function addedBy(ranker: Ranker, { values, bought: { length: rows } }: Examples): Float64Array {
  return valuesOf(forestOf(ranker), { rows, values: Float64Array.from(values, (_, at) => values[(at % rows) * FEATURES.length + Math.floor(at / rows)]) });
}

/** Mean share of the bought products that are among the first five. */
function recallOf(examples: Examples, ranker: Ranker | null): number {
  const added = ranker === null ? new Float64Array(rowCount(examples)) : addedBy(ranker, examples);
  const scoreOf = (row: number): number => examples.scores[row] + added[row];
  let [sum, counted] = [0, 0];
  for (let list = 0; list < listCount(examples); list++) {
    if (examples.sizes[list] === 0) continue;
    const rows = Array.from({ length: PRODUCTS }, (_, at) => examples.starts[list] + at).sort((a, b) => scoreOf(b) - scoreOf(a));
    sum += rows.slice(0, 5).filter((row) => examples.bought[row] === 1).length / examples.sizes[list];
    counted++;
  }
  return sum / counted;
}

const LISTS = 1_000;
const train = shop(LISTS, 1);
const ranker = fitRanker(train);

describe("a fitted ranker", () => {
  it("finds what no single feature tells, in lists it has not seen", () => {
    const other = shop(300, 2);
    expect(recallOf(other, null)).toBeLessThan(0.35);
    expect(recallOf(other, ranker)).toBeGreaterThan(0.9);
    const importance = ranker.trees.flatMap(({ splits }) => splits.map(([feature]) => FEATURES[feature]));
    expect(importance.filter((name) => name === "noise").length).toBeLessThan(importance.length / 3);
  });

  it("is the same for the same examples, and has the more trees the more lists there are", () => {
    expect(fitRanker(train)).toEqual(ranker);
    expect(ranker.trees).toHaveLength(LISTS / FIT_SETTINGS.listsPerTree);
    expect(fitRanker(shop(4_000, 6)).trees).toHaveLength(FIT_SETTINGS.trees);
    for (const { splits, leaves } of ranker.trees) {
      expect(splits.length).toBeLessThanOrEqual(FIT_SETTINGS.depth);
      expect(leaves).toHaveLength(2 ** splits.length);
    }
  });

  it("adds nothing in leaves of few rows, so that none is about one customer", () => {
    const rare = { ...train, values: train.values.map((value, at) => (at % FEATURES.length === 4 ? Number(at < FEATURES.length * (FIT_SETTINGS.fewestRows / 2)) : value)), bought: train.bought.map((_, row) => Number(row < FIT_SETTINGS.fewestRows / 2 && row % 2 === 0)) };
    for (const tree of fitRanker(rare).trees) {
      const counts = new Float64Array(tree.leaves.length);
      for (const leaf of addedBy({ features: FEATURES, trees: [{ splits: tree.splits, leaves: tree.leaves.map((_, number) => number) }] }, rare)) counts[leaf]++;
      tree.leaves.forEach((value, leaf) => expect(value === 0 || counts[leaf] >= FIT_SETTINGS.fewestRows).toBe(true));
    }
  });

  it("has no tree for a few lists, and adds nothing where nothing was bought", () => {
    expect(fitRanker(shop(FIT_SETTINGS.listsPerTree - 1, 3)).trees).toEqual([]);
    expect(Math.max(...addedBy(fitRanker({ ...train, bought: new Uint8Array(train.bought.length) }), train).map(Math.abs))).toBe(0);
  });
});

describe("examples", () => {
  it("are lists of any length, one after the other", () => {
    const { starts, values, scores, bought, sizes } = examplesOf(["age", SCORE_FEATURE], [{ values: [7, -1, 8, -2], bought: [0, 1], size: 3 }, { values: [], bought: [], size: 1 }, { values: [9, -3], bought: [1], size: 1 }]);
    expect([...starts]).toEqual([0, 2, 2, 3]);
    expect([...values]).toEqual([7, -1, 8, -2, 9, -3]);
    expect([...scores]).toEqual([-1, -2, -3]);
    expect([...bought]).toEqual([0, 1, 1]);
    expect([...sizes]).toEqual([3, 1, 1]);
  });
});
