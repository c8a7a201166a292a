import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acceptedSchema } from "@segue/shared/api/ingest";
import { sendJson, statusOf } from "../support/client.ts";
import { startProduct } from "../support/product.ts";
import type { Product } from "../support/product.ts";

const CLI = fileURLToPath(new URL("../../apps/cli/bin/segue.js", import.meta.url));
/** A start that fails may take this long on a slow machine; one that goes on would be ended then, and fail the test. */
const PATIENCE = 40_000;

interface Ended {
  /** `null` where it had to be ended. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface Start {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What is run in place of Node, with Node's command line after it. */
  readonly wrapper?: readonly string[];
}

/** Runs `segue up` to its end. */
function endOf({ args = [], env = {}, wrapper = [] }: Start): Promise<Ended> {
  const [file = "", ...rest] = [...wrapper, process.execPath, CLI, "up", ...args];
  return new Promise((resolve) => {
    const child = execFile(file, rest, { env: { ...process.env, SEGUE_PORT: "0", ...env }, timeout: PATIENCE, killSignal: "SIGKILL" }, (_error, out, err) => {
      resolve({ code: child.exitCode, out, err });
    });
  });
}

/** One line on stderr, nothing else: no stack, no second word. */
function expectOneLine(ended: Ended, code: number, line: RegExp): void {
  expect(ended).toEqual({ code, out: "", err: expect.stringMatching(/^segue: [^\n]+\n$/) as string });
  expect(ended.err).toMatch(line);
  expect(ended.err).not.toMatch(/\bat .+:\d+|\[object|undefined/);
}

const folders: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "segue-start-"));
  folders.push(folder);
  return folder;
};

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Each variable has its row in apps/cli/src/embedded/settings.test.ts; here it is one line, and the exit code. */
describe("a start", () => {
  it.concurrent("with a wrong setting ends with one line that names it and says what is allowed", async () => {
    const ended = await endOf({ args: ["--data", "/nowhere"], env: { SEGUE_CLOCK: "sundial" } });
    expectOneLine(ended, 1, /SEGUE_CLOCK is "sundial": must be one of wall, event$/m);
  });

  it.concurrent("that others could ask without a key ends before anything is opened", async () => {
    const ended = await endOf({ args: ["--data", "/nowhere"], env: { SEGUE_HOST: "0.0.0.0" } });
    expectOneLine(ended, 1, /SEGUE_HOST is "0\.0\.0\.0": without API keys .* set SEGUE_API_KEYS .* or listen on 127\.0\.0\.1$/m);
  });

  it.concurrent("with a key in place of its entry does not show it", async () => {
    const ended = await endOf({ args: ["--data", "/nowhere"], env: { SEGUE_API_KEYS: "segue_secret" } });
    expectOneLine(ended, 1, /SEGUE_API_KEYS: entry 1 must be name:scopes:sha256/);
    expect(ended.err).not.toContain("segue_secret");
  });

  it.concurrent.each([
    [["--port", "http"], '--port is "http": must be a whole number from 0 to 65535'],
    [["--demo", "--speed", "fast"], "--speed fast: must be a number above 0"],
    [["--prot", "80"], "unknown option '--prot'"],
    [["now"], "too many arguments for 'up'"],
  ])("with %j is wrong usage", async (args, said) => {
    const ended = await endOf({ args });
    expectOneLine(ended, 2, /./);
    expect(ended.err).toContain(said);
  });
});

const CANNOT_MOUNT = "needs to mount a disk in a namespace of its own (Linux, unshare)";
const canMount = async (folder: string): Promise<boolean> => {
  const [file = "", ...args] = mounted(folder, "true");
  return new Promise((resolve) => execFile(file, [...args, "true"], (error) => resolve(error === null)));
};

/** Runs what follows in a mount namespace of its own, with a small disk at $0: nothing has to be unmounted. */
const mounted = (folder: string, then: string): readonly string[] => ["unshare", "--mount", "--map-root-user", "sh", "-c", `mount -t tmpfs -o size=24m tmpfs "$0" && ${then} && exec "$@"`, folder];

describe("a start on a data folder", () => {
  let used: string;
  let running: Product;

  beforeAll(async () => {
    used = newFolder();
    running = await startProduct({ data: used });
  });
  afterAll(async () => {
    await running.stop();
  });

  it("on a port in use names the port, and lets go of the folder", async () => {
    const { port } = new URL(running.url);
    const data = newFolder();
    expectOneLine(await endOf({ args: ["--data", data, "--port", port] }), 1, new RegExp(`port ${port} is in use: .*--port or SEGUE_PORT$`, "m"));
    expect(readdirSync(join(data, "store", "owners"))).toEqual([]);
    expect(await statusOf(`${running.url}/healthz`)).toBe(200);
  });

  it("that another process uses names the process, which goes on", async () => {
    expectOneLine(await endOf({ args: ["--data", used] }), 1, new RegExp(`data folder .*${used}.* process ${running.pid} is using it\\. Stop that process first`));
    const event = { type: "erase", id: "evt-1", customerId: "c17" };
    await sendJson(`${running.url}/v1/events`, acceptedSchema, { body: event });
  });

  it("that is a file, or lies under one, says so", async () => {
    const file = join(newFolder(), "file");
    writeFileSync(file, "");
    const [itself, under] = await Promise.all([file, join(file, "data")].map((data) => endOf({ args: ["--data", data] })));
    expectOneLine(itself, 1, new RegExp(`${file}[ /].*(EEXIST|ENOTDIR)`));
    expectOneLine(under, 1, new RegExp(`${file}/data[ /].*(EEXIST|ENOTDIR)`));
  });

  it.runIf(process.platform === "linux")("where no folder can be made ends at once", async () => {
    expectOneLine(await endOf({ args: ["--data", "/proc/nowhere/data"] }), 1, /data folder \/proc\/nowhere\/data cannot be made \(ENOENT\)/);
  });

  it("on a full disk says so", async ({ skip }) => {
    const folder = newFolder();
    skip(!(await canMount(folder)), CANNOT_MOUNT);
    const full = await endOf({ args: ["--data", folder], wrapper: mounted(folder, 'head -c 20m /dev/zero > "$0/filler"') });
    expectOneLine(full, 1, new RegExp(`${folder}.*: the disk is full .*Free some space`));
  });

  it("on a read-only disk says so", async ({ skip }) => {
    const folder = newFolder();
    skip(!(await canMount(folder)), CANNOT_MOUNT);
    const readOnly = await endOf({ args: ["--data", folder], wrapper: mounted(folder, 'mkdir "$0/store" && mount -o remount,ro "$0"') });
    expectOneLine(readOnly, 1, new RegExp(`${folder}.*read-only disk.*Choose another folder`));
    const fresh = await endOf({ args: ["--data", join(folder, "new")], wrapper: mounted(folder, 'mount -o remount,ro "$0"') });
    expectOneLine(fresh, 1, new RegExp(`${folder}/new cannot be made .EROFS.*--data or SEGUE_DATA`));
  });
});
