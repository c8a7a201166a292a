import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const NO_NGINX = "no nginx: install it (Debian: nginx-light)";

export function hasNginx(): boolean {
  return spawnSync("nginx", ["-v"]).status === 0;
}

export interface Nginx {
  stop(): Promise<void>;
}

const TEMPORARY = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];

/** Runs nginx on a configuration of this repository, with addresses replaced and what it writes in a folder of its own. */
export function startNginx(configuration: string, addresses: ReadonlyMap<string, string>): Nginx {
  const folder = mkdtempSync(join(tmpdir(), "segue-nginx-"));
  // Its workers run as another user where it is started by root.
  chmodSync(folder, 0o755);
  const own = TEMPORARY.map((name) => `  ${name}_temp_path ${join(folder, name)};\n`).join("");
  let text = readFileSync(configuration, "utf8").replace("http {\n", `http {\n${own}`);
  for (const [from, to] of addresses) {
    if (!text.includes(from)) throw new Error(`${configuration} does not name ${from}`);
    text = text.replaceAll(from, to);
  }
  mkdirSync(join(folder, "logs"));
  writeFileSync(join(folder, "nginx.conf"), text);
  const child = spawn("nginx", ["-p", folder, "-c", join(folder, "nginx.conf"), "-g", `daemon off; pid ${join(folder, "pid")}; error_log ${join(folder, "logs/error.log")};`], { stdio: "inherit" });
  return {
    stop: async () => {
      if (child.exitCode === null) {
        const exited = once(child, "exit");
        child.kill("SIGQUIT");
        await Promise.race([exited, new Promise((resolve) => setTimeout(resolve, 2_000).unref())]);
        child.kill("SIGTERM");
        await exited;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
