import "@fontsource-variable/inter/wght.css";
import "@segue/ui-tones/tones.css";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/views.css";
import "./styles/segments.css";
import "./styles/customer.css";
import { render } from "preact";
import { createApi } from "./api.ts";
import { createProductCache } from "./state/product-cache.ts";
import { Root } from "./views/root.tsx";

const api = createApi();
const products = createProductCache(api.product);
const root = document.getElementById("app");
if (root !== null) render(<Root api={api} products={products} />, root);
