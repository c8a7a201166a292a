/** How a ranker is fitted (docs/adr/0040). */
export const FIT_SETTINGS = {
  trees: 60,
  /** Splits of a tree: 64 leaves. */
  depth: 6,
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
