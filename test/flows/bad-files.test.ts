import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { addAnalyze } from "@segue/cli/commands/analyze";
import { runCli } from "@segue/cli/run-cli";
import { badFileRows } from "../support/bad-files-table.ts";
import { BAD_FILES } from "../support/bad-files.ts";

const folder = mkdtempSync(join(tmpdir(), "bad-files-"));
afterAll(() => rmSync(folder, { recursive: true }));

const rows = badFileRows();

async function analyze(path: string, flags: readonly string[]): Promise<{ code: number; out: string; notes: string[] }> {
  const [out, notes]: [string[], string[]] = [[], []];
  const code = await runCli(["analyze", path, "--json", ...flags], [addAnalyze], { out: (line) => void out.push(line), note: (line) => void notes.push(line) });
  return { code, out: out.join("\n"), notes };
}

test("every bad file is in the document, and nothing else", () => {
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(BAD_FILES));
});

test.each(rows)("$name", async ({ name, exit, says }) => {
  const { bytes, name: file = "file.csv", flags = [] } = BAD_FILES[name];
  const path = join(folder, file);
  writeFileSync(path, bytes);

  const { code, out, notes } = await analyze(path, flags);

  expect([code, exit === 0 ? out : notes.join("\n")]).toEqual([exit, expect.stringContaining(says)]);
  // One line, or one document without a figure that is none.
  if (exit === 0) expect(out).not.toMatch(/NaN|Infinity/);
  else expect([notes.length, out]).toEqual([1, ""]);
  if (exit === 0) expect(JSON.parse(out).segments.length === 0).toBe(JSON.parse(out).refusal !== null);
});
