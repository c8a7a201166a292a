import { describe, expect, it } from "vitest";
import { seededRandom } from "../math/random.ts";
import { collectExamples, joined, listCount, rowCount } from "./examples.ts";
import type { Examples } from "./examples.ts";
import { fitRanker } from "./fit-ranker.ts";
import { FIT_SETTINGS } from "./fit-settings.ts";
import type { Ranker } from "./forest.ts";
import { forestOf, valuesOf } from "./forest.ts";

const FEATURES = ["patience", "age", "patience again", "age again", "noise"];
const PRODUCTS = 20;

/** Lists in which patient customers buy what they have not bought for long, and others what they bought just now; scores know nothing of it. */
function shop(lists: number, seed: number): Examples {
  const random = seededRandom(seed);
  const collected = collectExamples(FEATURES);
  for (let list = 0; list < lists; list++) {
    const patience = random();
    const rows = Array.from({ length: PRODUCTS }, () => ({ age: random(), noise: random() }));
    const bought = rows.map(({ age }) => random() < 0.4 && (patience > 0.5 ? age > 0.8 : age < 0.2));
    const columns = [rows.map(() => patience), rows.map(({ age }) => age), rows.map(() => patience), rows.map(({ age }) => age), rows.map(({ noise }) => noise)];
    collected.add({ features: { values: Float64Array.from(columns.flat()), rows: PRODUCTS }, scores: rows.map(() => random() / 10), bought, size: bought.filter(Boolean).length });
  }
  return collected.examples();
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

const train = shop(1000, 1);
const ranker = fitRanker(train);

describe("a fitted ranker", () => {
  it("finds what no single feature tells, in lists it has not seen", () => {
    const other = shop(300, 2);
    expect(recallOf(other, null)).toBeLessThan(0.35);
    expect(recallOf(other, ranker)).toBeGreaterThan(0.9);
    const importance = ranker.trees.flatMap(({ splits }) => splits.map(([feature]) => FEATURES[feature]));
    expect(importance.filter((name) => name === "noise").length).toBeLessThan(importance.length / 3);
  });

  it("is the same for the same examples, and has as many trees and splits as are asked for at most", () => {
    expect(fitRanker(train)).toEqual(ranker);
    expect(ranker.trees).toHaveLength(FIT_SETTINGS.trees);
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

  it("adds nothing where nothing was bought, or too little to learn from", () => {
    expect(Math.max(...addedBy(fitRanker(shop(3, 3)), train).map(Math.abs))).toBe(0);
    expect(Math.max(...addedBy(fitRanker({ ...train, bought: new Uint8Array(train.bought.length) }), train).map(Math.abs))).toBe(0);
  });
});

describe("examples of several logs", () => {
  it("are joined list by list", () => {
    const [a, b] = [shop(4, 4), shop(7, 5)];
    const all = joined(FEATURES, [a, b]);
    expect(listCount(all)).toBe(11);
    expect([...all.starts.subarray(4)]).toEqual(Array.from(b.starts, (start) => start + rowCount(a)));
    expect([...all.values]).toEqual([...a.values, ...b.values]);
    expect([...all.sizes]).toEqual([...a.sizes, ...b.sizes]);
  });
});
