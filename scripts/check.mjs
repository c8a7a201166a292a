import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ensureInstalled, ROOT } from "./ensure.mjs";

const PAGES = ["dashboard", "report"];
const TSC = "typescript/bin/tsc";
const COLUMN = 18;

const pageTypes = PAGES.filter((page) => existsSync(join(ROOT, "apps", page, "tsconfig.json"))).map((page) => ({ name: `types of ${page}`, tool: TSC, args: ["-p", `apps/${page}/tsconfig.json`, "--noEmit"] }));

const STEPS = [
  { name: "types", tool: TSC, args: ["-b"] },
  { name: "types of tests", tool: TSC, args: ["-p", "tsconfig.test.json"] },
  ...pageTypes,
  {
    name: "lint",
    tool: "eslint/bin/eslint.js",
    args: [".", "--max-warnings", "0", "--cache", "--cache-location", ".cache/eslint", "--cache-strategy", "content"],
  },
  {
    name: "dependency rules",
    tool: "dependency-cruiser/bin/dependency-cruise.mjs",
    args: ["--config", ".dependency-cruiser.cjs", "packages", "services", "apps", "test"],
  },
  { name: "unused code", tool: "knip/bin/knip.js", args: ["--no-progress", "--no-config-hints"] },
];

/** Runs one tool and resolves to whether it was content. */
function run({ name, tool, args }) {
  const started = performance.now();
  const child = spawn(process.execPath, [join(ROOT, "node_modules", tool), ...args], { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
  const chunks = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => chunks.push(chunk));
  return new Promise((resolve) => {
    child.on("close", (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${name.padEnd(COLUMN)} ${code === 0 ? "ok    " : "failed"} ${seconds.padStart(6)} s`);
      if (code !== 0) console.log(`${Buffer.concat(chunks).toString().trim()}\n`);
      resolve(code === 0);
    });
  });
}

/** Two at a time: each of the tools keeps one core busy. */
async function runAll(steps) {
  const waiting = [...steps];
  const results = [];
  const lane = async () => {
    while (waiting.length > 0) results.push(await run(waiting.shift()));
  };
  await Promise.all([lane(), lane()]);
  return results;
}

ensureInstalled();
const results = await runAll(STEPS);
process.exitCode = results.every(Boolean) ? 0 : 1;
