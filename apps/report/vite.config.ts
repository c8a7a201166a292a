import { defineConfig } from "vite";
import type { Plugin } from "vite";

/** Script and style of the one page move into it, so that a single file can be mailed, opened from a disk and kept. */
const oneFile: Plugin = {
  name: "one-file",
  apply: "build",
  enforce: "post",
  generateBundle(_, bundle) {
    const [page] = Object.values(bundle).flatMap((file) => (file.type === "asset" && file.fileName.endsWith(".html") ? [file] : []));
    if (page === undefined) return;
    const parts = Object.values(bundle).filter((file) => file !== page);
    const scripts = parts.flatMap((file) => (file.type === "chunk" ? [file.code] : []));
    const styles = parts.flatMap((file) => (file.type === "asset" && file.fileName.endsWith(".css") ? [String(file.source)] : []));
    const bare = String(page.source).replace(/<script type="module"[^>]*><\/script>/g, "").replace(/<link rel="stylesheet"[^>]*>/g, "");
    page.source = bare
      .replace("</head>", () => `<style>${styles.join("\n")}</style></head>`)
      .replace("</body>", () => `<script type="module">${scripts.join("\n").replaceAll("</script", "<\\/script")}</script></body>`);
    for (const { fileName } of parts) delete bundle[fileName];
  },
};

export default defineConfig({
  plugins: [oneFile],
  resolve: { conditions: ["@segue/source", "module", "browser", "development|production"] },
  build: { target: "es2022", cssTarget: ["chrome123", "firefox120", "safari17.5"], modulePreload: { polyfill: false }, assetsInlineLimit: 0, chunkSizeWarningLimit: 2000 },
});
