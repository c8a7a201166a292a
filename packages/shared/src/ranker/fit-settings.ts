import { MOST_SPLITS } from "./forest.ts";

/** How a ranker is fitted: trees as in docs/adr/0040, lists as in docs/adr/0041. */
export const FIT_SETTINGS = {
  /** Lists below which nothing is learnt: trees of 500 make other lists worse. */
  fewestLists: 1000,
  /** The latest that are kept and learnt from. */
  mostLists: 8000,
  /** Of lists noted, and days of stream time, after which trees are fitted anew. */
  growth: 1.5,
  refitDays: 28,
  /** One tree for so many lists, up to `trees`: with more of them few lists are learnt by heart. */
  listsPerTree: 50,
  trees: 60,
  /** Splits of a tree: 64 leaves. */
  depth: MOST_SPLITS,
  /** Share of a leaf's best value that it adds. */
  rate: 0.15,
  /** Rows that a leaf has at least, so that no leaf is about one customer or product. */
  fewestRows: 500,
  /** Share of the lists, and of the features, that a tree is grown from. */
  lists: 0.5,
  features: 0.4,
  /** Places from the top within which one of two products must stand for their order to count. */
  places: 15,
  /** Values of a feature that are told apart. */
  bins: 32,
  /** Added to the second derivatives of a leaf, so that a leaf of which little is known adds little. */
  penalty: 1,
} as const;
