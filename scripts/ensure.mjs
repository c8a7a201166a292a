import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OLDEST_NODE = [20, 19];
const UNREACHABLE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EIDLETIMEOUT|E(NET|HOST)UNREACH|SOCKET_TIMEOUT|\bE50[234]\b/;
const CAUSE_LINES = 12;
/** What a browser shows: built by Vite, each where something of it has changed. */
const PAGES = ["dashboard", "report"];

const at = (...path) => join(ROOT, ...path);
const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));
const say = (text) => process.stderr.write(`segue: ${text}\n`);

/** Ends the process with one line that names the cause and the fix. */
function giveUp(message) {
  say(message);
  process.exit(1);
}

function ensureNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const isOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  if (isOld) giveUp(`Node ${OLDEST_NODE.join(".")} or newer is needed; this is ${process.versions.node}, so install a newer one`);
}

/** npm as it was started, or the one on the path when a script was run without it. */
function npm(args) {
  const cli = process.env.npm_execpath;
  const options = { cwd: ROOT, encoding: "utf8" };
  if (cli && basename(cli) === "npm-cli.js") return spawnSync(process.execPath, [cli, ...args], options);
  return spawnSync("npm", args, { ...options, shell: process.platform === "win32" });
}

const output = (result) => `${result.stdout ?? ""}${result.stderr ?? ""}${result.error ?? ""}`.trim();

function stopIfInterrupted(result) {
  if (result.signal) process.exit(130);
}

/** Whether every package of the lock file is in place; optional ones belong to other platforms. */
function isInstalled() {
  const hidden = at("node_modules", ".package-lock.json");
  if (!existsSync(hidden)) return false;
  const installed = readJson(hidden).packages;
  const isThere = ([path, { version, optional, devOptional, link }]) => {
    if (!path.includes("node_modules/")) return true;
    if (!installed[path]) return Boolean(optional || devOptional);
    return link || installed[path].version === version;
  };
  return Object.entries(readJson(at("package-lock.json")).packages).every(isThere);
}

/** Asked first: without a network npm would retry package by package, for minutes. */
function isRegistryReachable() {
  const ping = npm(["ping", "--fetch-retries=1", "--fetch-retry-mintimeout=1000"]);
  stopIfInterrupted(ping);
  return ping.status === 0 || !UNREACHABLE.test(output(ping));
}

export function ensureInstalled() {
  ensureNode();
  if (isInstalled()) return;
  say("installing packages (once; a minute or so)");
  const isReachable = isRegistryReachable();
  // What npm has kept of an earlier install may be enough.
  const result = npm(["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error", ...(isReachable ? [] : ["--offline"])]);
  if (result.status === 0) return;
  stopIfInterrupted(result);
  const text = output(result);
  // npm ends its complaint with its manual.
  if (isReachable && !UNREACHABLE.test(text)) giveUp(`installing failed:\n${text.split("\n").slice(0, CAUSE_LINES).join("\n")}`);
  const registry = npm(["config", "get", "registry"]).stdout?.trim();
  giveUp(`cannot reach the package registry ${registry}; connect, or name another with npm_config_registry, then run this again`);
}

/** tsc -b trusts its build info and would not notice that the output itself is gone. */
function forgetLostOutput() {
  for (const { path } of readJson(at("tsconfig.json")).references) {
    if (!existsSync(at(path, "dist"))) rmSync(at(path, "tsconfig.tsbuildinfo"), { force: true });
  }
}

function buildProjects() {
  forgetLostOutput();
  const result = spawnSync(process.execPath, [at("node_modules/typescript/bin/tsc"), "-b"], { cwd: ROOT, encoding: "utf8" });
  stopIfInterrupted(result);
  if (result.status !== 0) giveUp(`building failed (npm run build shows it again):\n${output(result)}`);
}

function filesUnder(path) {
  if (!existsSync(at(path))) return [];
  const entries = readdirSync(at(path), { withFileTypes: true }).filter(({ name }) => name !== "node_modules" && name !== "dist");
  return entries.flatMap((entry) => (entry.isDirectory() ? filesUnder(join(path, entry.name)) : [join(path, entry.name)]));
}

/** By content, since a checkout gives every file a new time. */
function fingerprintOf(page) {
  const sources = [...filesUnder(`apps/${page}`), ...filesUnder("packages/shared/src"), ...filesUnder("packages/ui-tones"), "package-lock.json"];
  const hash = createHash("sha256");
  for (const path of sources.filter((name) => !/\.test\.tsx?$/.test(name)).sort()) {
    hash.update(`${path}\0`).update(readFileSync(at(path))).update("\0");
  }
  return hash.digest("hex");
}

function buildPage(page) {
  if (!existsSync(at("apps", page, "vite.config.ts"))) return;
  const stamp = at(`.cache/${page}-build`);
  const fingerprint = fingerprintOf(page);
  if (existsSync(at("apps", page, "dist")) && existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint) return;
  say(`building the ${page}`);
  const result = npm(["run", "build", "--silent", "--workspace", `apps/${page}`]);
  stopIfInterrupted(result);
  if (result.status !== 0) giveUp(`building the ${page} failed:\n${output(result)}`);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, fingerprint);
}

export function ensureBuilt() {
  buildProjects();
  for (const page of PAGES) buildPage(page);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensureInstalled();
  ensureBuilt();
}
