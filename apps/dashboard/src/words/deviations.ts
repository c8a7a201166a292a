/** One thing that stands out against everybody. */
export interface Deviation {
  readonly text: string;
  /** How many standard deviations away from the average customer. */
  readonly sd: string;
}

/** By the names that segments and customers are explained with: what it means to be above and below. */
const WORDS: Readonly<Record<string, readonly [above: string, below: string]>> = {
  recency: ["lapsed", "ordered recently"],
  frequency: ["orders often", "orders rarely"],
  monetary: ["spends a lot", "spends little"],
  basket: ["large orders", "small orders"],
  averageBasket: ["large orders", "small orders"],
  returns: ["sends much back", "sends little back"],
  returnRate: ["sends much back", "sends little back"],
  variety: ["wide range", "narrow range"],
  tenure: ["long-standing", "new"],
  age: ["older", "younger"],
  income: ["high income", "low income"],
  annualIncome: ["high income", "low income"],
  score: ["high spending score", "low spending score"],
  spendingScore: ["high spending score", "low spending score"],
};

const PART = /^(.+) ([+\-−])(\d+(?:\.\d+)?) sd$/;

/** Reads an explanation such as "recency -0.92 sd, frequency +1.81 sd"; `null` for one in other words. */
export function readDeviations(explanation: string): readonly Deviation[] | null {
  const parts = explanation.split(", ").map(readPart);
  const known = parts.flatMap((part) => (part === null ? [] : [part]));
  return known.length === parts.length ? known : null;
}

function readPart(text: string): Deviation | null {
  const match = PART.exec(text);
  if (match === null) return null;
  const [, name = "", sign, size] = match;
  const [above, below] = WORDS[name] ?? [`high ${name}`, `low ${name}`];
  const sd = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(Number(size));
  return { text: sign === "+" ? above : below, sd: `${sd} sd` };
}
