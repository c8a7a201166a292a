import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { runCli } from "../run-cli.ts";
import { addEvaluate } from "./evaluate.ts";

const folder = mkdtempSync(join(tmpdir(), "evaluate-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function evaluate(text: string | null, ...args: string[]): Promise<{ code: number; said: string }> {
  const path = join(folder, "log.csv");
  if (text !== null) writeFileSync(path, text);
  const lines: string[] = [];
  const say = (line: string): void => void lines.push(line);
  const code = await runCli(["evaluate", text === null ? join(folder, "nowhere.csv") : path, ...args], [addEvaluate], { out: say, note: say });
  return { code, said: lines.at(-1)?.replaceAll(path, "log.csv") ?? "" };
}

const LOG = "customer,date,product\nann,2024-01-01,a\nbob,2024-01-02,a\n";

const CASES: readonly (readonly [string, { readonly text: string | null; readonly args?: readonly string[]; readonly code: number; readonly says: RegExp }])[] = [
  ["no file", { text: null, code: 1, says: /nowhere\.csv/ }],
  ["an empty file", { text: "", code: 1, says: /log\.csv is empty/ }],
  ["no column of products", { text: "customer,date,price\nann,2024-01-01,3\n", code: 2, says: /no log of purchases of products; name its columns with --map .*COLUMN=productId/ }],
  ["a table of customers", { text: "customer,age\nann,30\n", code: 2, says: /no log of purchases of products/ }],
  ["no purchases", { text: "customer,date,product\n,2024-01-01,a\n", code: 1, says: /log\.csv holds no purchases: all of its 1 rows were skipped or rejected/ }],
  ["no goods", { text: LOG, args: ["--goods", "^x"], code: 1, says: /holds no purchases/ }],
  ["nobody who comes back", { text: LOG, code: 1, says: /log\.csv cannot be evaluated: no customer comes back after the first 0 of its 2 orders/ }],
  ["an unknown method", { text: LOG, args: ["--methods", "magic"], code: 2, says: /There is no method "magic"/ }],
  ["a broken pattern", { text: LOG, args: ["--goods", "("], code: 2, says: /no regular expression/ }],
  ["no threads", { text: LOG, args: ["--threads", "0"], code: 2, says: /whole number above 0/ }],
];

it.each(CASES)("with %s it says what is wrong", async (_, { text, args = [], code, says }) => {
  const evaluated = await evaluate(text, ...args);

  expect(evaluated.said).toMatch(says);
  expect(evaluated.code).toBe(code);
});
