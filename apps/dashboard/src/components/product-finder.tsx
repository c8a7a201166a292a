import { useRef } from "preact/hooks";
import type { Navigation } from "../state/address.ts";
import { useServices } from "../state/services.ts";
import { useResource } from "../state/use-resource.ts";
import { ProductList } from "./product-list.tsx";
import { Card, Known, Nothing } from "./states.tsx";

const SHOWN = 12;

/** By its id, or one of those that sell best above their usual right now. */
export function ProductFinder({ navigation }: { readonly navigation: Navigation }) {
  const { api } = useServices();
  const trending = useResource({ key: "trending", load: () => api.trending(SHOWN) });
  const input = useRef<HTMLInputElement>(null);
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const product = input.current?.value.trim() ?? "";
    if (product !== "") navigation.go({ view: "product", product });
  };
  return (
    <>
      <h2 class="view-title">Product</h2>
      <div class="columns">
        <Card title="Find a product" id="find-product" note="By its id">
          <form class="find" onSubmit={onSubmit}>
            <input ref={input} class="wide" type="search" aria-label="Product id" placeholder="For example 85123A" autocomplete="off" spellcheck={false} maxLength={128} />
            <button type="submit" class="button">
              Show <span class="visually-hidden">product</span>
            </button>
          </form>
        </Card>
        <Card title="Trending" id="trending" note="What sells above its reach now" busy={trending.loading}>
          <Known resource={trending} what="products">
            {({ items }) => (items.length === 0 ? <Nothing>Nothing sells right now.</Nothing> : <ProductList items={items} navigation={navigation} />)}
          </Known>
        </Card>
      </div>
    </>
  );
}
