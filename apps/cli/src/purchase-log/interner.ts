/** Numbers the distinct strings of a column from 0. */
export interface Interner {
  readonly size: number;
  has(text: string): boolean;
  index(text: string): number;
  text(index: number): string;
}

export function createInterner(): Interner {
  const indexes = new Map<string, number>();
  const texts: string[] = [];
  return {
    get size() {
      return texts.length;
    },
    has: (text) => indexes.has(text),
    index(text) {
      const known = indexes.get(text);
      if (known !== undefined) return known;
      const own = detached(text);
      indexes.set(own, texts.length);
      return texts.push(own) - 1;
    },
    text: (index) => texts[index] ?? "",
  };
}

/** Node copies shorter cut-outs; a longer one is a view that keeps the whole text it was cut from alive. */
const SHORTEST_VIEW = 13;

/** A copy of a string that is to be kept, if it needs one. */
export function detached(text: string): string {
  return text.length < SHORTEST_VIEW ? text : Buffer.from(text).toString();
}
