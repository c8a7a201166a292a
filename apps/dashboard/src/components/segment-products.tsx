import type { Navigation } from "../state/address.ts";
import { useServices } from "../state/services.ts";
import { useResource } from "../state/use-resource.ts";
import { times } from "../words/numbers.ts";
import { followInPlace } from "./link.ts";
import { Known, Nothing } from "./states.tsx";

const SHOWN = 5;
/** What a segment buys changes slowly. */
const EVERY = 60_000;

/** What a segment buys more than everybody else does. */
export function SegmentProducts({ segmentId, navigation }: { readonly segmentId: string; readonly navigation: Navigation }) {
  const { api } = useServices();
  const products = useResource({ key: segmentId, load: () => api.segmentProducts(segmentId, SHOWN), every: EVERY });
  return (
    <div class="segment-products">
      <p class="caption">Bought more than by everybody</p>
      <Known resource={products} what="products">
        {({ items }) =>
          items.length === 0 ? (
            <Nothing>Too few customers to tell yet.</Nothing>
          ) : (
            <ol>
              {items.map(({ productId, title, lift }) => (
                <li key={productId}>
                  <a href={navigation.href({ view: "product", product: productId })} onClick={followInPlace(() => navigation.go({ view: "product", product: productId }))}>
                    {title ?? productId}
                  </a>
                  <span class="muted" title="Times as many customers as among everybody">
                    {times(lift)}
                  </span>
                </li>
              ))}
            </ol>
          )
        }
      </Known>
    </div>
  );
}
