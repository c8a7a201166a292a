/** A candidate with its score. */
interface Scored {
  readonly item: number;
  readonly score: number;
}

export interface Diversity {
  /** Category of each product, 0 for none. */
  readonly category: Int32Array;
  /** Share of its score that a product gives up for each better one of its category. */
  readonly diversity: number;
  readonly limit: number;
}

/**
 * Chooses the list from the best candidates one by one, where each product gives up a share of its score for every product of its
 * category that is in already: maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998) with "same category" as similarity.
 * Products without a category give up nothing.
 */
export function diversify<T extends Scored>({ category, diversity, limit }: Diversity, candidates: readonly T[]): T[] {
  const taken = new Map<number, number>();
  const left = [...candidates];
  const chosen: T[] = [];
  const worth = ({ item, score }: T): number => score * (1 - diversity) ** (category[item] === 0 ? 0 : (taken.get(category[item]) ?? 0));
  while (chosen.length < limit && left.length > 0) {
    let best = 0;
    for (let at = 1; at < left.length; at++) if (worth(left[at]) > worth(left[best])) best = at;
    const [next] = left.splice(best, 1);
    chosen.push({ ...next, score: worth(next) });
    taken.set(category[next.item], (taken.get(category[next.item]) ?? 0) + 1);
  }
  return chosen;
}
