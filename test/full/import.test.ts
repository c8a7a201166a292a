import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startProduct } from "../support/product.ts";
import type { Product } from "../support/product.ts";

const CLI = fileURLToPath(new URL("../../apps/cli/bin/segue.js", import.meta.url));
const ONLINE_RETAIL = fileURLToPath(new URL("../../datasets/online-retail/online-retail.csv.gz", import.meta.url));
const run = promisify(execFile);

let data: string;
let product: Product;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "segue-import-"));
  product = await startProduct({ data, args: ["--clock", "event"] });
});
afterAll(async () => {
  await product.stop();
  await rm(data, { recursive: true, force: true });
});

test("segue import loads the whole year of Online Retail into a running system", async () => {
  const { stdout } = await run(process.execPath, [CLI, "import", ONLINE_RETAIL, "--to", product.url, "--currency", "gbp"]);
  expect(stdout).toMatch(/^loaded 18,532 purchases and 3,665 products in [\d.]+ s\nskipped 144,025 of 541,909 rows: 134,697 no customer, 9,288 cancelled, 40 price not positive$/m);
});
