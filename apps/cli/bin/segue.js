#!/usr/bin/env node
// Committed, so that npm links `segue` before anything is built and `npx segue` is always this project's own.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const main = new URL("../dist/cli.js", import.meta.url);
if (!existsSync(fileURLToPath(main))) {
  process.stderr.write("segue: not built yet; run `npm run build` first (or `npm start`, which does it for you)\n");
  process.exit(1);
}
await import(main.href);
