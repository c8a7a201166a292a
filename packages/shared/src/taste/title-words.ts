/** Shorter words are articles, sizes and colours' initials: they tell no taste. */
const SHORTEST = 3;

/** Words that stand in titles of every kind. */
const EVERYWHERE = new Set(["and", "for", "from", "the", "with", "set", "pack"]);

/** The different words of a product's title in lower case, in their order: runs of at least three letters of any script. */
export function titleWords(title: string | undefined): string[] {
  const words = (title ?? "").toLowerCase().match(/\p{L}+/gu) ?? [];
  return [...new Set(words)].filter((word) => word.length >= SHORTEST && !EVERYWHERE.has(word));
}
