import { capacityFor } from "./columns.ts";
import type { TopList } from "./top-list.ts";

/**
 * The products of each category: the most bought as a ready list, and all of them as a chain through two columns, so that a list
 * of one category never looks through the catalogue. It follows from the column of categories and is no part of a snapshot.
 */
export interface CategoryIndex {
  /** Next and previous product of the same category + 1, 0 at the end. */
  readonly columns: { next: Int32Array; previous: Int32Array };
  /** By category index; the first stands for no category and is not kept. */
  readonly heads: number[];
  readonly tops: TopList[];
}

export function createCategoryIndex(): CategoryIndex {
  const rows = capacityFor(0);
  return { columns: { next: new Int32Array(rows), previous: new Int32Array(rows) }, heads: [], tops: [] };
}
