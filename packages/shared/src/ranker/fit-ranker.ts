import { seededRandom } from "../math/random.ts";
import { binned } from "./binned.ts";
import type { Examples } from "./examples.ts";
import { listCount, rowCount } from "./examples.ts";
import { FIT_SETTINGS } from "./fit-settings.ts";
import type { Ranker, Tree } from "./forest.ts";
import { addTree, growTree, treeOf } from "./grow-tree.ts";
import { addLambdas, createLambdas } from "./lambdas.ts";

const { trees: TREES, lists: LISTS, features: FEATURES, listsPerTree } = FIT_SETTINGS;
const SEED = 40;

/**
 * Boosted trees that raise the nDCG@10 of lists above that of the scores they come with (LambdaMART; Burges, MSR-TR-2010-82), each grown from half of the lists and some of the
 * features (stochastic gradient boosting; Friedman 2002). The same examples give the same trees, the more the more examples there are.
 */
export function fitRanker(examples: Examples): Ranker {
  const random = seededRandom(SEED);
  const columns = binned(examples);
  const scores = Float64Array.from(examples.scores);
  const lambdas = createLambdas(rowCount(examples));
  const wanted = Math.min(TREES, Math.floor(listCount(examples) / listsPerTree));
  const trees: Tree[] = [];
  while (trees.length < wanted) {
    const lists = Array.from({ length: listCount(examples) }, (_, list) => list).filter(() => random() < LISTS);
    for (const list of lists) addLambdas(examples, list, { scores, into: lambdas });
    const grown = growTree({ binned: columns, lambdas, rows: rowsOf(examples, lists), features: someOf(examples.features.length, random) });
    addTree(grown, columns, scores);
    trees.push(treeOf(grown, columns));
  }
  return { features: examples.features, trees };
}

function rowsOf({ starts }: Examples, lists: readonly number[]): Int32Array {
  const rows = new Int32Array(lists.reduce((sum, list) => sum + starts[list + 1] - starts[list], 0));
  let at = 0;
  for (const list of lists) for (let row = starts[list]; row < starts[list + 1]; row++) rows[at++] = row;
  return rows;
}

function someOf(width: number, random: () => number): number[] {
  const left = Array.from({ length: width }, (_, feature) => feature);
  return Array.from({ length: Math.max(1, Math.round(FEATURES * width)) }, () => left.splice(Math.floor(random() * left.length), 1)[0]).sort((a, b) => a - b);
}
