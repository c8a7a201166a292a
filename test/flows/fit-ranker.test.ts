import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";
import { FIT_SETTINGS } from "../../packages/shared/src/ranker/fit-settings.ts";
import { RANKER_FEATURES } from "../../packages/shared/src/recommendation/ranking/features.ts";

const CLI = fileURLToPath(new URL("../../apps/cli/bin/segue.js", import.meta.url));
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "fit-ranker-"));
afterAll(() => rmSync(folder, { recursive: true }));

const day = (at: number): string => new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10);

it("fits the ranker to the orders of a log that evaluate does not report, and writes it as a module", async () => {
  const [log, out] = [join(folder, "log.csv"), join(folder, "ranker.ts")];
  // 200 orders of ten customers: the first 20 are the warm-up, and of the other 180 the first 40 % are learnt from.
  const orders = Array.from({ length: 200 }, (_, at) => `customer-${at % 10},${day(at)},product-${(at * 7) % 13}`);
  writeFileSync(log, `customer,date,product\n${orders.join("\n")}\n`);

  const { stderr } = await run(process.execPath, [CLI, "fit-ranker", log, "--out", out]);

  expect(stderr).toBe(`${log}: 72 lists\n${out}: ${FIT_SETTINGS.trees} trees\n`);
  const [, features = "", trees = ""] = /features: (.*),\n {2}trees: (\[[^]*\]),\n\};/u.exec(readFileSync(out, "utf8")) ?? [];
  expect(JSON.parse(features)).toEqual(RANKER_FEATURES);
  expect(JSON.parse(trees.replace(/,\s*\]$/u, "]"))).toHaveLength(FIT_SETTINGS.trees);
});
