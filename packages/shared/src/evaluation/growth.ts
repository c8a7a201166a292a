const DAY = 86_400_000;

/** The weight that forward decay gives an event at a time: 2^((time - from) / half-life). What is divided by the weight of now is as of now. */
export type Growth = (time: number) => number;

export function growthFrom(from: number, halfLifeDays: number): Growth {
  return (time) => 2 ** ((time - from) / (halfLifeDays * DAY));
}
