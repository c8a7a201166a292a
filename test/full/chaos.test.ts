import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { missingForNative } from "@segue/local-brokers/kafka-native";
import { hasRedisServer } from "@segue/local-brokers/redis-native";
import { beforeEach, describe, expect, it } from "vitest";
import { missing } from "../brokers/support/missing.ts";

const LAUNCHER = fileURLToPath(new URL("../../apps/cli/bin/segue.js", import.meta.url));
const BUILT = fileURLToPath(new URL("../../services/ingest/dist/main.js", import.meta.url));
const withoutKafka = await missingForNative();

/** Runs `segue chaos` on brokers of its own, and answers its exit code and its report. */
async function chaos(...args: string[]) {
  if (!existsSync(BUILT)) throw new Error("the services are not built: run `npm run build`");
  const { KAFKA_BROKERS: _kafka, REDIS_URL: _redis, ...env } = process.env;
  const child = spawn(process.execPath, [LAUNCHER, "chaos", "--json", ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  const output = { out: "", notes: "" };
  child.stdout.on("data", (chunk: Buffer) => (output.out += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (output.notes += chunk.toString("utf8")));
  await once(child, "close");
  if (output.out === "") throw new Error(output.notes);
  return { code: child.exitCode, report: JSON.parse(output.out), notes: output.notes };
}

beforeEach(({ skip }) => {
  if (withoutKafka !== undefined) missing(`no brokers to mistreat: ${withoutKafka}`, skip);
  if (!hasRedisServer()) missing("no redis-server to kill and cut: install redis-server", skip);
});

describe("the services under chaos", () => {
  it("lose nothing, count nothing twice, contradict nobody, and serve the lists that the log says", async () => {
    const { code, report, notes } = await chaos("--minutes", "0.5", "--seed", "28");
    expect(report, notes).toMatchObject({ lost: 0, double: 0, conflicting: 0, wrongSegments: 0, wrongLists: 0 });
    expect(code).toBe(0);
    expect(report.events).toBeGreaterThan(300);
    expect(Object.values<number>(report.faults).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(4);
  });

  it("are what keeps it so: without the guard, what is cut is lost", async () => {
    const { code, report, notes } = await chaos("--minutes", "0.05", "--seed", "28", "--unguarded");
    expect(report.lost, `${notes}\n${JSON.stringify(report)}`).toBeGreaterThan(0);
    expect(code).toBe(1);
  });
});
