import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { ensureBuilt, ensureInstalled, ROOT } from "./ensure.mjs";

/** What runs in minutes, and with `--full` what takes longer. */
const EVERY_DAY = ["unit", "contracts", "brokers", "flows", "browser"];
const LONG = ["full"];
const TALLY_REPORTER = "./scripts/vitest-tally.mjs";
const CRASHED = "0 passed, 1 failed, 0 skipped";

const isNamed = (args, option) => args.some((arg) => arg === option || arg.startsWith(`${option}=`));

/** The caller's own choice of projects and reporters stands, with the tally on top. */
function vitestArguments(args) {
  const given = args.filter((arg) => arg !== "--full");
  const names = given.length < args.length ? LONG : EVERY_DAY;
  const projects = isNamed(given, "--project") ? [] : names.map((name) => `--project=${name}`);
  const reporters = isNamed(given, "--reporter") ? [`--reporter=${TALLY_REPORTER}`] : [];
  return ["run", ...projects, ...given, ...reporters];
}

/** Runs vitest, which counts into `tallyFile`, and resolves to its exit code. */
function runVitest(args, tallyFile) {
  const vitest = spawn(process.execPath, [join(ROOT, "node_modules/vitest/vitest.mjs"), ...vitestArguments(args)], {
    cwd: ROOT,
    stdio: "inherit",
    env: { ...process.env, TALLY_FILE: tallyFile },
  });
  // A terminal has interrupted vitest already; stay for what it has to say. Anyone else's signal reached this process only.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => vitest.kill("SIGTERM"));
  return new Promise((resolve) => {
    vitest.on("close", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

let tally = CRASHED;
// Whatever ends this process, the last line says how the run went.
process.on("exit", () => console.log(tally));

ensureInstalled();
ensureBuilt();
const tallyFile = join(ROOT, ".cache", `tally-${process.pid}`);
mkdirSync(join(ROOT, ".cache"), { recursive: true });
process.exitCode = await runVitest(process.argv.slice(2), tallyFile);
if (existsSync(tallyFile)) tally = readFileSync(tallyFile, "utf8");
rmSync(tallyFile, { force: true });
