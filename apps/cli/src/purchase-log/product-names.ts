import type { Product } from "@segue/shared/events/product";
import type { Interner } from "./interner.ts";
import { detached } from "./interner.ts";
import type { Line } from "./line-reader.ts";
import { UNSPECIFIED_PRODUCT } from "./line-reader.ts";

const MAX_TITLE = 512;
const MAX_CATEGORY = 128;

interface Title {
  readonly text: string;
  lines: number;
}

interface Names {
  readonly titles: Map<string, Title>;
  /** The title of the product's last line, most often the next one's as well. */
  last: Title;
  category: string;
}

/** What a purchase log says about its products, by their index: logs spell one product in several ways. */
export type ProductNames = Names[];

/** Takes note of what a line calls its product. */
export function noteProduct(products: ProductNames, index: number, line: Line): void {
  const names = (products[index] ??= { titles: new Map(), last: { text: "", lines: 0 }, category: "" });
  if (line.title !== "") noteTitle(names, line.title);
  if (line.category !== "" && line.category !== names.category) names.category = detached(line.category);
}

function noteTitle(names: Names, text: string): void {
  if (names.last.text !== text) names.last = names.titles.get(text) ?? addTitle(names, detached(text));
  names.last.lines += 1;
}

function addTitle(names: Names, text: string): Title {
  const title = { text, lines: 0 };
  names.titles.set(text, title);
  return title;
}

/** The products in order of first appearance, each with its most frequent title (the newest of equals) and its last category. */
export function namedProducts(products: ProductNames, ids: Interner): Product[] {
  return products.map((names, index) => {
    const productId = ids.text(index);
    const title = mostFrequent(names.titles.values()).slice(0, MAX_TITLE);
    const category = names.category.slice(0, MAX_CATEGORY);
    return {
      productId,
      ...(title === "" ? {} : { title }),
      ...(category === "" ? {} : { category }),
      // It stands for whatever was bought, so there is nothing to recommend.
      ...(productId === UNSPECIFIED_PRODUCT ? { hidden: true } : {}),
    };
  });
}

function mostFrequent(titles: Iterable<Title>): string {
  let best: Title = { text: "", lines: 0 };
  for (const title of titles) if (title.lines >= best.lines) best = title;
  return best.text;
}
