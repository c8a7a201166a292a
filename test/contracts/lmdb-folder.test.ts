import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { openEnvironment } from "@segue/platform/lmdb/lmdb-environment";
import { openLmdb } from "@segue/platform/lmdb/open-lmdb";
import type { Lmdb } from "@segue/platform/lmdb/open-lmdb";
import { processIdentity } from "@segue/platform/lmdb/process-identity";
import { AppError } from "@segue/shared/errors";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "./support/lmdb-folder.ts";
import { buildPlatform, startChild } from "./support/lmdb-process.ts";
import type { Child, Task } from "./support/lmdb-process.ts";
import { readAll, startReader, textRecord, textsOf } from "./support/reader.ts";

const NOBODY = 65_534;

beforeAll(buildPlatform);

describe("an LMDB folder", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  const opened: Lmdb[] = [];
  const children: Child[] = [];
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(async () => {
    for (const child of children.splice(0)) await child.kill();
    for (const lmdb of opened.splice(0)) await lmdb.close();
    folder.remove();
  });

  const run = (task: Task, path: string): Child => {
    const child = startChild(task, path);
    children.push(child);
    return child;
  };

  const openHere = (path = folder.path): Lmdb => {
    const lmdb = openLmdb(path);
    opened.push(lmdb);
    return lmdb;
  };

  const refusal = (path = folder.path): AppError => {
    try {
      openHere(path);
    } catch (error) {
      if (error instanceof AppError) return error;
      throw error;
    }
    throw new Error("it was opened");
  };

  const expectRefusal = (code: string, path = folder.path) => {
    const { code: found, message } = refusal(path);
    expect({ found, message }).toEqual({ found: code, message: expect.stringContaining(path) });
    expect(message).not.toContain("\n");
  };

  describe("and its owner", () => {
    it("is refused to a second process, until the first is killed", async () => {
      const child = run("hold", folder.path);
      await child.isUp();
      expectRefusal("data_folder_locked");
      expect(refusal().message).toContain(`process ${child.process.pid}`);
      await child.kill();
      await openHere().log.append([textRecord("events", "a", "1")]);
    });

    it("is refused to another process while this one has it, and free after", async () => {
      const [first, second] = [openHere(), openHere()];
      await first.close();
      const refused = run("leave", folder.path);
      await once(refused.process, "close");
      expect(refused.lines).toEqual(["refused data_folder_locked"]);
      await second.close();
      expect(readdirSync(join(folder.path, "owners"))).toEqual([]);
      const admitted = run("leave", folder.path);
      await once(admitted.process, "close");
      expect(admitted.lines).toEqual(["acked closed"]);
    });

    it.runIf(process.platform === "linux")("does not take a later process with the same pid for its owner", () => {
      const parent = process.ppid;
      mkdirSync(join(folder.path, "owners"));
      writeFileSync(join(folder.path, "owners", `${parent}-1.00000000-x`), "");
      openHere();
      writeFileSync(join(folder.path, "owners", `${parent}-${processIdentity(parent)}-x`), "");
      expectRefusal("data_folder_locked");
    });

    it("may be opened several times by one process, with one closed and the others going on", async () => {
      const [first, second] = [openHere(), openHere()];
      await first.log.append([textRecord("events", "a", "1")]);
      await first.close();
      await second.log.append([textRecord("events", "a", "2")]);
      expect(textsOf(await readAll(second.log, "events", 2))).toEqual(["1", "2"]);
    });
  });

  it.each([
    ["once closed", "leave", "acked closed"],
    ["when it is forgotten", "forget", "acked forgotten"],
  ] as const)("keeps no process alive %s", async (_, task, said) => {
    const child = run(task, folder.path);
    expect(((await once(child.process, "close")) as [number])[0]).toBe(0);
    expect(child.lines).toEqual([said]);
  });

  it("is made when it is not there, also with a dot in its name", async () => {
    const path = join(folder.path, "new", "data.v1");
    await openHere(path).log.append([textRecord("events", "a", "1")]);
    expect(readdirSync(path)).toContain("data.mdb");
  });

  describe("that cannot be used is refused, with path, cause and fix", () => {
    it("because it is a file", () => {
      const path = join(folder.path, "file");
      writeFileSync(path, "");
      expectRefusal("data_folder_not_a_directory", path);
      expectRefusal("data_folder_not_a_directory", join(path, "below"));
    });

    it.skipIf(process.platform === "win32")("because it may not be written", () => {
      const path = join(folder.path, "locked");
      mkdirSync(path, { mode: 0o555 });
      chmodSync(folder.path, 0o755);
      const isRoot = process.geteuid?.() === 0;
      if (isRoot) process.seteuid?.(NOBODY);
      try {
        expectRefusal("data_folder_not_writable", path);
      } finally {
        if (isRoot) process.seteuid?.(0);
      }
    });

    it("because its data is not LMDB's", () => {
      writeFileSync(join(folder.path, "data.mdb"), "something else, and long enough to have a header of its own");
      expectRefusal("data_folder_damaged");
    });

    it.each([
      ["a newer", "99", "data_folder_newer"],
      ["an older", "1", "data_folder_older"],
    ])("because %s version made it", async (_version, schema, code) => {
      const env = openEnvironment(folder.path);
      await env.write(() => env.meta.putSync(Buffer.from("schema"), Buffer.from(schema))).durable;
      await env.close();
      expectRefusal(code);
      expect(readdirSync(join(folder.path, "owners"))).toEqual([]);
    });
  });

  it("fails a reader that meets a frame of a newer version", async () => {
    const lmdb = openHere();
    await lmdb.log.append([textRecord("events", "a", "1")]);
    await lmdb.close();
    const env = openEnvironment(folder.path);
    const stored = await env.look(() => [...env.frames.getRange()]);
    for (const { key, value } of stored) {
      await env.write(() => env.frames.putSync(key, Buffer.concat([Buffer.from([99]), value.subarray(1)]))).durable;
    }
    await env.close();
    const reader = await startReader(openHere().log, ["events"]);
    await reader.hasRead(1);
    await reader.close();
    expect(reader.failures).toEqual([expect.objectContaining({ code: "data_folder_newer" })]);
  });
});
