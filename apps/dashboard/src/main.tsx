import "@fontsource-variable/inter/wght.css";
import "./styles/tones.css";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/segments.css";
import "./styles/customer.css";
import { render } from "preact";
import { createApi } from "./api.ts";
import { createProductCache } from "./state/product-cache.ts";
import { ServicesProvider } from "./state/services.ts";
import { Page } from "./views/page.tsx";

const api = createApi();
const services = { api, products: createProductCache(api.product) };
const root = document.getElementById("app");
if (root !== null) {
  render(
    <ServicesProvider value={services}>
      <Page />
    </ServicesProvider>,
    root,
  );
}
