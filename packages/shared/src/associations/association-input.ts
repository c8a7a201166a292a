import { isInSample } from "../customers/hash.ts";
import { ASSOCIATION_SETTINGS } from "./association-settings.ts";

/** What a sample of customers bought, as plain data that can be handed to a worker. */
export interface AssociationInput {
  readonly products: readonly string[];
  /** Customer c has the entries from `starts[c]` to `starts[c + 1]`: the number of a product, and the last purchase of it in epoch milliseconds. */
  readonly starts: Int32Array;
  readonly numbers: Int32Array;
  readonly last: Float64Array;
  /** Ages are counted to here, epoch milliseconds. */
  readonly time: number;
}

const { customers: MOST_CUSTOMERS, productsPerCustomer } = ASSOCIATION_SETTINGS;
/** So that this sample is independent of others. */
const SEED = 11;

/** A bounded number of customers by the hash of their ids: all of them, or a share whose mean size is the most that are looked at. */
export function sampledCustomers(customerIds: readonly string[]): string[] {
  const share = MOST_CUSTOMERS / Math.max(1, customerIds.length);
  return share >= 1 ? [...customerIds] : customerIds.filter((id) => isInSample(id, share, SEED));
}

type Bought = readonly { readonly productId: string; readonly last: number }[];

/** Customers one by one, without holding them. */
export interface Purchases {
  /** Of one customer; the products bought last count. */
  add(bought: Bought): void;
  input(time: number): AssociationInput;
}

export function gatherPurchases(): Purchases {
  const known = new Map<string, number>();
  const starts = [0];
  const numbers: number[] = [];
  const last: number[] = [];
  return {
    add(bought) {
      for (const product of latestOf(bought)) {
        const number = known.get(product.productId) ?? known.size;
        known.set(product.productId, number);
        numbers.push(number);
        last.push(product.last);
      }
      starts.push(numbers.length);
    },
    input: (time) => ({ products: [...known.keys()], starts: Int32Array.from(starts), numbers: Int32Array.from(numbers), last: Float64Array.from(last), time }),
  };
}

function latestOf(bought: Bought): Bought {
  if (bought.length <= productsPerCustomer) return bought;
  return [...bought].sort((a, b) => b.last - a.last || (a.productId < b.productId ? -1 : 1)).slice(0, productsPerCustomer);
}
