/** The lists of products that a shop can show. for-you: repeats and new items. discover: never bought. rebuy: bought before. trending: rising now. */
export const LIST_NAMES = ["for-you", "discover", "rebuy", "trending"] as const;
export type ListName = (typeof LIST_NAMES)[number];
