import type { RecommendedItem } from "@segue/shared/api/recommendations";
import type { ProductReply } from "../api.ts";
import type { Navigation } from "../state/address.ts";
import { useServices } from "../state/services.ts";
import { useResource } from "../state/use-resource.ts";
import { Known, Nothing, Card } from "./states.tsx";
import { ProductList } from "./product-list.tsx";

const SHOWN = 6;

/** What goes with a product. */
export function RelatedProducts({ product, navigation }: { readonly product: ProductReply; readonly navigation: Navigation }) {
  const { api } = useServices();
  const similar = useResource({ key: product.productId, load: () => api.similar(product.productId) });
  const list = (items: readonly RecommendedItem[]) => (items.length === 0 ? <Nothing>Too few orders to tell yet.</Nothing> : <ProductList items={items.slice(0, SHOWN)} navigation={navigation} />);
  return (
    <Card title="Related" id="related" busy={similar.loading}>
      <p class="caption">Bought together with it</p>
      {list(product.items)}
      <p class="caption caption-next">Bought by the same customers</p>
      <Known resource={similar} what="related products">
        {({ items }) => list(items)}
      </Known>
    </Card>
  );
}
