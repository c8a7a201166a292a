import { defineConfig } from "vite";
import type { Plugin } from "vite";

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'";

/** The page asks nothing of any other host and runs nothing inline, whatever headers it is served with. The development server needs both. */
const contentSecurityPolicy: Plugin = {
  name: "content-security-policy",
  apply: "build",
  transformIndexHtml: () => [{ tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content: POLICY }, injectTo: "head-prepend" }],
};

export default defineConfig({
  plugins: [contentSecurityPolicy],
  resolve: { conditions: ["@segue/source", "module", "browser", "development|production"] },
  // Newer than what would take `light-dark()` apart: the reader may choose the theme.
  build: { target: "es2022", cssTarget: ["chrome123", "firefox120", "safari17.5"], modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  server: { proxy: { "/v1": process.env.SEGUE_URL ?? "http://127.0.0.1:8080" } },
});
