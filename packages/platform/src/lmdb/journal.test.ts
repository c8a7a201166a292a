import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encodeChange, stampChange } from "./change.ts";
import { headOf, readHeads, writeHeads } from "./heads.ts";
import { applyWhole, isTorn } from "./journal.ts";
import { checkpointKey, entryKey, frameKey } from "./keys.ts";
import { openEnvironment } from "./lmdb-environment.ts";
import type { LmdbEnvironment } from "./lmdb-environment.ts";
import { encodeRuns, splitRuns, writeRuns } from "./log-writer.ts";
import { createRetention } from "./retention.ts";

const JOURNAL = Buffer.from("journal");
const ENTRY = entryKey({ collection: "customers", id: "a" });
const record = (text: string) => ({ topic: "customer-updates", key: "k", value: Buffer.from(text) }) as const;

/** A commit that puts and publishes one text. */
const aChange = (text: string) =>
  encodeChange({
    checkpoint: { key: checkpointKey({ owner: "ingest", partition: 0 }), value: Buffer.from(text) },
    puts: [{ key: ENTRY, value: Buffer.from(text) }],
    deletes: [],
    runs: splitRuns([record(text)]),
  });

describe("what is left by a thread that was ended", () => {
  let folder: string;
  let env: LmdbEnvironment;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "segue-journal-"));
    env = openEnvironment(folder);
  });
  afterEach(async () => {
    await env.close();
    rmSync(folder, { recursive: true });
  });

  const found = () =>
    env.look(() => ({
      entry: env.state.get(ENTRY)?.toString(),
      end: headOf(readHeads(env.meta), "customer-updates").end,
      journal: env.meta.get(JOURNAL),
    }));

  it("is nothing when the change was made", async () => {
    const isLeft = await env.write(() => {
      applyWhole(env, aChange("1"));
      return isTorn(env);
    }).committed;
    expect(isLeft).toBe(false);
    expect(await found()).toEqual({ entry: "1", end: 1, journal: undefined });
  });

  it("is made up for by the next to look, when it is a change that had only begun", async () => {
    await env.write(() => {
      const change = aChange("1");
      stampChange(change, readHeads(env.meta).sequence);
      env.meta.putSync(JOURNAL, change);
    }).committed;
    expect(await found()).toEqual({ entry: "1", end: 1, journal: undefined });
  });

  it("is not done again when only the journal had still to be removed, whether or not records were published", async () => {
    for (const publish of [[record("1")], []]) {
      await env.write(() => {
        const change = aChange("again");
        stampChange(change, readHeads(env.meta).sequence);
        writeRuns(env, encodeRuns(publish));
        env.meta.putSync(JOURNAL, change);
      }).committed;
      expect(isTorn(env)).toBe(true);
      expect(await found()).toEqual({ entry: undefined, end: 1, journal: undefined });
    }
  });

  it("goes with the next trim, when it is frames of one that had only begun", async () => {
    await env.write(() => writeRuns(env, encodeRuns([record("1")]))).committed;
    await env.write(() => {
      const heads = readHeads(env.meta);
      writeHeads(env.meta, { ...heads, topics: { "customer-updates": { first: 1, end: 1 } } });
    }).committed;
    await env.write(() => writeRuns(env, encodeRuns([record("2")]))).committed;
    const first = await createRetention(env).trim({ topic: "customer-updates", olderThan: Date.now() + 1000 });
    expect(first).toBe(2);
    const frames = await env.look(() => [0, 1].map((offset) => env.frames.get(frameKey("customer-updates", offset))));
    expect(frames).toEqual([undefined, undefined]);
  });
});
