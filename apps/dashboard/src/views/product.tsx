import { ProductFinder } from "../components/product-finder.tsx";
import { RelatedProducts } from "../components/related-products.tsx";
import { SalesCard } from "../components/sales-card.tsx";
import { WhoBuys } from "../components/who-buys.tsx";
import type { ProductReply } from "../api.ts";
import { Loading, Nothing } from "../components/states.tsx";
import { useServices } from "../state/services.ts";
import { useResource } from "../state/use-resource.ts";
import { count, money } from "../words/numbers.ts";
import type { ViewProps } from "./view-props.ts";

/** One product: when it sells, with what, and to whom. */
export function Product({ navigation, live }: ViewProps) {
  const { product } = navigation.address;
  if (product === null) return <ProductFinder navigation={navigation} />;
  return <OneProduct key={product} productId={product} navigation={navigation} live={live} />;
}

const EVERY = 5_000;

function OneProduct({ productId, navigation, live }: Omit<ViewProps, "alerts"> & { readonly productId: string }) {
  const { api } = useServices();
  const product = useResource({ key: productId, load: () => api.product(productId), on: ["segments"], every: EVERY });
  if (product.loading) return <Loading what="product" tall />;
  if (product.data === null) return <p class="card">{product.error === null ? `There is no product ${productId}: neither the catalogue nor a purchase has named it.` : `${product.error.message}.`}</p>;
  return (
    <>
      <Head product={product.data} currency={live.segments?.totals.currency ?? null} />
      <SalesCard productId={productId} />
      <div class="columns">
        <WhoBuys productId={productId} segments={live.segments} />
        <RelatedProducts product={product.data} navigation={navigation} />
      </div>
    </>
  );
}

function Head({ product, currency }: { readonly product: ProductReply; readonly currency: string | null }) {
  const { productId, title, category, price, available, hidden, buyers, baskets } = product;
  const facts = [
    ["Product id", productId],
    ["Category", category ?? "none"],
    ["Price", price === undefined ? "not known" : money(price, currency)],
    ["Customers who bought it", count(buyers)],
    ["Orders with it", count(baskets)],
  ] as const;
  return (
    <>
      <div class="section-head">
        <h2 class="view-title">{title ?? productId}</h2>
        {!available && <span class="badge badge-warn">not available</span>}
        {hidden && <span class="badge">hidden</span>}
      </div>
      {baskets === 0 && <Nothing>Nobody has bought it yet.</Nothing>}
      <dl class="facts">
        {facts.map(([label, value]) => (
          <div key={label} class="fact">
            <dt>{label}</dt>
            <dd class="fact-value">{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
