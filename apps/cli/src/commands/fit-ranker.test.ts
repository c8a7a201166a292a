import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { runCli } from "../run-cli.ts";
import { addFitRanker } from "./fit-ranker.ts";

const folder = mkdtempSync(join(tmpdir(), "fit-ranker-"));
const out = join(folder, "ranker.ts");
afterAll(() => rmSync(folder, { recursive: true }));

async function fit(log: string, ...args: string[]): Promise<{ readonly code: number; readonly said: readonly string[] }> {
  const path = join(folder, "log.csv");
  writeFileSync(path, log);
  const said: string[] = [];
  const say = (line: string): void => void said.push(line.replaceAll(folder, "."));
  return { code: await runCli(["fit-ranker", path, ...args], [addFitRanker], { out: say, note: say }), said };
}

it("says what is wrong, and writes nothing then", async () => {
  const alone = await fit("customer,date,product\nann,2024-01-01,a\nbob,2024-01-02,a\n", "--out", out);
  expect(alone).toMatchObject({ code: 1, said: [expect.stringMatching(/no ranker can be fitted to .\/log.csv: no customer comes back after the first 0 of its 2 orders/)] });
  expect(await fit("customer,age\nann,30\n", "--out", out)).toMatchObject({ code: 2 });
  expect((await fit("", "--out", out)).said.join(" ")).toMatch(/log.csv is empty/);
  expect(await fit("x", "--out", join(folder, "nowhere", "ranker.ts"))).toMatchObject({ code: 1, said: [expect.stringMatching(/nowhere\/ranker.ts cannot be written: there is no folder .\/nowhere/)] });
  expect((await fit("x")).said.join(" ")).toMatch(/--out/);
  expect(existsSync(out)).toBe(false);
});
