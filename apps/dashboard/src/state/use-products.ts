import { useEffect, useState } from "preact/hooks";
import type { ProductFacts } from "./product-cache.ts";
import { useServices } from "./services.ts";

export type ProductLookup = (productId: string) => ProductFacts | undefined;

/** What is known of these products by now; more of it as it comes in. */
export function useProducts(productIds: readonly string[]): ProductLookup {
  const { products } = useServices();
  const [, setArrived] = useState(0);
  const wanted = JSON.stringify(productIds);
  useEffect(() => {
    let gone = false;
    const arrived = (): void => (gone ? undefined : setArrived((count) => count + 1));
    for (const productId of JSON.parse(wanted) as string[]) {
      // A title that cannot be had now is replaced by the id; the banner tells of the server.
      if (products.peek(productId) === undefined) void products.load(productId).then(arrived, () => undefined);
    }
    return () => {
      gone = true;
    };
  }, [products, wanted]);
  return products.peek;
}
