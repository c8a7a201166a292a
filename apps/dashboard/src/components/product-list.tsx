import type { RecommendedItem } from "@segue/shared/api/recommendations";
import type { Navigation } from "../state/address.ts";
import { followInPlace } from "./link.ts";

/** Products with the reason they are named, each a way to its page. */
export function ProductList({ items, navigation }: { readonly items: readonly RecommendedItem[]; readonly navigation: Navigation }) {
  return (
    <ul class="rows">
      {items.map(({ productId, title, reason }) => (
        <li key={productId} data-product={productId}>
          <a class="row-name" href={navigation.href({ view: "product", product: productId })} onClick={followInPlace(() => navigation.go({ view: "product", product: productId }))}>
            {title ?? productId}
          </a>
          <span class="muted small">{reason.text}</span>
        </li>
      ))}
    </ul>
  );
}
