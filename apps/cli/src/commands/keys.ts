import type { Command } from "commander";
import { AppError } from "@segue/shared/errors";
import { SCOPES, makeApiKey } from "@segue/platform/http/api-keys";
import type { Scope } from "@segue/platform/http/api-keys";
import type { CliIo } from "../cli-io.ts";

/** Adds `segue keys new`. */
export function addKeys(program: Command, io: CliIo): void {
  const group = program.command("keys").description("API keys, for a system that others than this machine may ask");
  group
    .command("new")
    .description("make a key and the entry of SEGUE_API_KEYS that knows it; only the entry is kept by the system")
    .argument("<name>", "who it is for: letters, digits and . _ -")
    .option("--scopes <list>", `what it is good for, out of ${SCOPES.join(",")}`, "read")
    .action((name: string, options: { readonly scopes: string }) => newKey(name, options.scopes, io));
}

function newKey(name: string, list: string, io: CliIo): void {
  if (!/^[\w.-]{1,64}$/.test(name)) throw new AppError("usage", `${JSON.stringify(name)}: a name has 1 to 64 letters, digits and . _ -`);
  const { key, entry } = makeApiKey(name, list.split(",").map(scopeNamed));
  io.note("Give the first line to whoever asks, and add the second to SEGUE_API_KEYS; the key is not shown again.");
  io.out(key);
  io.out(entry);
}

function scopeNamed(text: string): Scope {
  const scope = SCOPES.find((known) => known === text.trim());
  if (scope === undefined) throw new AppError("usage", `--scopes ${JSON.stringify(text)}: must be out of ${SCOPES.join(", ")}`);
  return scope;
}
