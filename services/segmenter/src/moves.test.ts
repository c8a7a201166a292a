import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SegmentChange } from "@segue/shared/events/segments";
import { openLmdb } from "@segue/platform/lmdb/open-lmdb";
import type { Lmdb } from "@segue/platform/lmdb/open-lmdb";
import { BOARD, readBoard } from "./board.ts";
import { dayOf, decodePath, flowsId, recordMoves, sumFlows } from "./moves.ts";
import type { DayFlows, Move } from "./moves.ts";

const DAY = 86_400_000;
type Pair = readonly [from: string | null, to: string | null];

const change = (customerId: string, [from, to]: Pair, more: Partial<SegmentChange> = {}): SegmentChange => ({
  schema: 1,
  customerId,
  segmentation: "behaviour",
  from,
  to,
  modelVersion: "behaviour-1.0",
  cause: "purchase",
  time: 1_000 * DAY,
  ...more,
});

let folder = "";
let lmdb: Lmdb;
let checkpoint: string | null = null;
let commits = 0;

async function record(changes: readonly SegmentChange[]): Promise<void> {
  const writes = await recordMoves(lmdb.store, changes);
  const next = String(++commits);
  expect(await lmdb.store.commit({ owner: "segmenter", partition: 0 }, { expected: checkpoint, next, ...writes, publish: [] })).toBe(true);
  checkpoint = next;
}

const pathOf = async (id: string) => decodePath((await lmdb.store.get("paths", [id]))[0]).map(({ segment, cause }) => `${segment} ${cause}`);
const flowsOf = async (day: number) => sumFlows([await readBoard<DayFlows>(lmdb.store, flowsId(day))]);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "segue-moves-"));
  lmdb = openLmdb(folder);
});

afterAll(async () => {
  await lmdb.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("moves", () => {
  it("are counted by day, pair and cause, and make each customer's path", async () => {
    await record([change("a", [null, "seg-1"]), change("b", [null, "seg-1"]), change("a", ["seg-1", "seg-2"], { cause: "refit" })]);
    await record([change("b", ["seg-1", "seg-2"], { time: 1_001 * DAY }), change("c", [null, "seg-1"])]);
    expect(await flowsOf(1_000)).toEqual([
      { from: null, to: "seg-1", cause: "purchase", moves: 3 },
      { from: "seg-1", to: "seg-2", cause: "refit", moves: 1 },
    ]);
    expect(await flowsOf(1_001)).toEqual([{ from: "seg-1", to: "seg-2", cause: "purchase", moves: 1 }]);
    expect(await pathOf("a")).toEqual(["seg-1 purchase", "seg-2 refit"]);
  });

  it("leave nothing that names a customer who is erased", async () => {
    await record([change("b", ["seg-2", null], { cause: "erase" })]);
    const moves = await readBoard<Move[]>(lmdb.store, BOARD.moves);
    expect(moves?.map(({ customerId }) => customerId)).toEqual(["a", "a", "c"]);
    expect(await lmdb.store.get("paths", ["b"])).toEqual([undefined]);
  });

  it("are of bounded size", async () => {
    for (let step = 0; step < 40; step++) await record([change("a", ["seg-1", "seg-2"]), ...Array.from({ length: 9 }, (_, at) => change(`d${at}`, [null, "seg-1"]))]);
    expect(await readBoard<Move[]>(lmdb.store, BOARD.moves)).toHaveLength(300);
    expect(await pathOf("a")).toHaveLength(24);
    await record([change("a", ["seg-2", "seg-1"], { time: 1_401 * DAY })]);
    expect(await readBoard(lmdb.store, flowsId(1_000))).toBeNull();
    expect(dayOf(1_401 * DAY)).toBe(1_401);
    expect(await flowsOf(1_401)).toHaveLength(1);
  });
});
