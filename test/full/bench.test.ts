import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";

const CLI = fileURLToPath(new URL("../../apps/cli/bin/segue.js", import.meta.url));
const run = promisify(execFile);

const number = z.number().positive();
const resultsSchema = z.array(
  z.strictObject({
    name: z.string(),
    unit: z.string(),
    value: number,
    floor: number.nullable(),
    ratio: number.nullable(),
    target: number.nullable(),
    met: z.boolean().nullable(),
    spread: z.number().nonnegative().nullable(),
  }),
);

// A place of its own for temporary files shows what is left in it.
const temporary = mkdtempSync(join(tmpdir(), "segue-"));
const env = { ...process.env, TMPDIR: temporary };

// What a figure is says nothing on a busy machine; that it is there, and compared with its floor, does.
describe("segue bench", () => {
  afterAll(() => rmSync(temporary, { recursive: true, force: true }));

  it.each([
    ["ingest", ["ingest"]],
    ["gateway", ["gateway"]],
    ["freshness", ["freshness p50", "freshness p99"]],
  ])("%s prints its results as one JSON document and leaves nothing behind", async (name, expected) => {
    const { stdout, stderr } = await run(process.execPath, [CLI, "bench", name, "--short", "--json"], { env });
    const results = resultsSchema.parse(JSON.parse(stdout));
    expect(results.map((result) => result.name)).toEqual(expected);
    expect(results.every(({ floor, ratio }) => (floor === null) === (ratio === null))).toBe(true);
    expect(stderr).toContain(`${name}: `);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it("refuses a bench that does not exist", async () => {
    await expect(run(process.execPath, [CLI, "bench", "nothing"])).rejects.toMatchObject({ code: 2 });
  });
});
