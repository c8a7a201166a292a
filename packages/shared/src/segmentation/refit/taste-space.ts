import { sampleIndices, seededRandom } from "../../math/random.ts";
import { fitBasis } from "../../taste/fit-basis.ts";
import { TASTE_PRODUCTS, latestNumbers } from "../../taste/latest-products.ts";
import { createShelf, traitsAt } from "../../taste/shelf.ts";
import type { TasteBasis } from "../../taste/taste-basis.ts";
import { openBasis, writeTaste } from "../../taste/taste-directions.ts";
import type { Traits } from "../../taste/traits.ts";
import type { RefitInput, TasteInput } from "./refit-input.ts";
import { comparableModel } from "./refit-input.ts";

/** The directions are found on at most so many customers, drawn at random. */
const SAMPLE = 10_000;

/** An input whose values are there: in the case of tastes in a space of their own, that of `taste`. */
export interface SpacedInput extends RefitInput {
  readonly taste?: TasteBasis;
  /** The values as the previous model sees them, where that is another way. */
  readonly previousValues?: Float64Array;
}

/** Finds the directions in which customers' purchases differ most, and every customer's place in them. */
export function inTasteSpace(input: RefitInput): SpacedInput {
  const { tastes } = input;
  if (tastes === undefined) return input;
  const bought = boughtBy(tastes);
  const buyers = bought.filter((traits) => traits.length > 0);
  if (buyers.length === 0) return input;
  const random = seededRandom(input.seed);
  const taste = fitBasis(Array.from(sampleIndices(buyers.length, SAMPLE, random), (at) => buyers[at]), random);
  const previous = comparableModel(input)?.taste;
  const values = placed(input, bought, taste);
  return previous === undefined ? { ...input, values, taste } : { ...input, values, taste, previousValues: placed(input, bought, previous) };
}

function boughtBy({ latest, products }: TasteInput): readonly (readonly Traits[])[] {
  const shelf = createShelf(products);
  return Array.from({ length: latest.length / TASTE_PRODUCTS }, (_, customer) => Array.from(latestNumbers(latest, customer), (number) => traitsAt(shelf, number)));
}

function placed({ values, features, context }: RefitInput, bought: readonly (readonly Traits[])[], basis: TasteBasis): Float64Array {
  const width = features.length + context.length;
  const into = values.slice();
  const directions = openBasis(basis);
  bought.forEach((traits, customer) => writeTaste(directions, traits, { into, at: customer * width }));
  return into;
}
