import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { hasDocker } from "@segue/local-brokers/containers";
import { missingForNative } from "@segue/local-brokers/kafka-native";
import { hasRedisServer } from "@segue/local-brokers/redis-native";
import { missing } from "../brokers/support/missing.ts";

const hasBrokers = (await hasDocker()) || ((await missingForNative()) === undefined && hasRedisServer());
const NO_BROKERS = "no Kafka and Redis can be started: start Docker, or install Java, Maven and redis-server";

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

  const check = async (args: readonly string[], expected: readonly string[]): Promise<void> => {
    const { stdout, stderr } = await run(process.execPath, [CLI, "bench", ...args, "--short", "--json"], { env });
    const results = resultsSchema.parse(JSON.parse(stdout));
    expect(results.map((result) => result.name)).toEqual(expected);
    expect(results.every(({ floor, ratio }) => (floor === null) === (ratio === null))).toBe(true);
    expect(stderr).toContain(`${args[0]}: `);
    expect(readdirSync(temporary)).toEqual([]);
  };

  it.each([
    ["ingest", ["ingest"]],
    ["gateway", ["gateway"]],
    ["quality", ["quality"]],
    ["freshness", ["freshness p50", "freshness p99"]],
  ])("%s prints its results as one JSON document and leaves nothing behind", (name, expected) => check([name], expected));

  it.for<readonly [string, readonly string[]]>([
    ["serve --brokers", ["serve on brokers first view", "serve on brokers repeat view", "serve on brokers p50 at 1,000/s", "serve on brokers p99 at 1,000/s"]],
    ["ingest --brokers", ["ingest on brokers", "ingest on brokers, one-line orders"]],
    ["freshness --brokers", ["freshness on brokers p50", "freshness on brokers p99"]],
    ["rebuild", ["rebuild", "rebuild rate"]],
  ])("%s does so with a Kafka and a Redis of its own", async ([line, expected], { skip }) => {
    if (!hasBrokers) missing(NO_BROKERS, skip);
    await check(line.split(" "), expected);
  });

  it("refuses brokers for what is measured without them", async () => {
    await expect(run(process.execPath, [CLI, "bench", "gateway", "--brokers"])).rejects.toMatchObject({ code: 2 });
  });

  it("refuses a bench that does not exist", async () => {
    await expect(run(process.execPath, [CLI, "bench", "nothing"])).rejects.toMatchObject({ code: 2 });
  });
});
