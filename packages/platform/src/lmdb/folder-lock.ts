import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "@segue/shared/errors";
import { processIdentity } from "./process-identity.ts";

const OWNERS = "owners";

/**
 * Claims a data folder for this process and returns how to let go of it. Every opener, in any thread, leaves an empty
 * file of its own named after its process; the folder is ours when no living foreign process has one. Files of dead
 * processes count for nothing, so a kill needs no repair, and no thread has to know when the last one closes.
 * Each claims first and looks second: of two that start at the same moment at most one gets in.
 */
export function claimFolder(path: string): () => void {
  const owners = join(path, OWNERS);
  mkdirSync(owners, { recursive: true });
  const self = `${process.pid}-${processIdentity(process.pid) ?? "unknown"}`;
  const claim = join(owners, `${self}-${randomUUID()}`);
  writeFileSync(claim, "");
  const letGo = () => rmSync(claim, { force: true });
  try {
    const foreign = readdirSync(owners).filter((name) => !name.startsWith(`${self}-`));
    const owner = foreign.find((name) => isAlive(name));
    if (owner !== undefined) throw lockedError(path, owner);
    for (const name of foreign) rmSync(join(owners, name), { force: true });
    return letGo;
  } catch (error) {
    letGo();
    throw error;
  }
}

function isAlive(name: string): boolean {
  const [pid, identity] = name.split("-");
  return processIdentity(Number(pid)) === identity;
}

function lockedError(path: string, owner: string): AppError {
  const pid = owner.split("-")[0];
  const message = `Cannot open the data folder ${path}: process ${pid} is using it. Stop that process first, or choose another folder.`;
  return new AppError("data_folder_locked", message);
}
