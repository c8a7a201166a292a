import { z } from "zod";
import type { SegmentChange } from "@segue/shared/events/segments";
import type { Entry, EntryRef, StateStore } from "@segue/shared/ports/state-store";
import { BOARD, boardEntry, readBoard } from "./board.ts";
import { fromJson, toJson } from "@segue/platform/json-bytes";
import type { Outputs } from "./outputs.ts";

/** How customers have moved between segments: by day, the latest one by one, and each customer's path. All of bounded size. */
const FLOW_DAYS = 400;
const MAX_MOVES = 300;
const MAX_STEPS = 24;
const DAY = 86_400_000;
const PATH_SCHEMA = 1;

/** Moves of one day of stream time, by "from>to>cause"; a segment is empty where there was none. */
export type DayFlows = Readonly<Record<string, number>>;

export interface Move {
  readonly customerId: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly cause: SegmentChange["cause"];
  readonly modelVersion: string;
  /** Stream time, epoch milliseconds. */
  readonly time: number;
}

export interface Step {
  readonly segment: string;
  readonly cause: SegmentChange["cause"];
  readonly modelVersion: string;
  readonly time: number;
}

export const dayOf = (time: number): number => Math.floor(time / DAY);
export const flowsId = (day: number): string => `${BOARD.flows}/${day}`;

/** What a commit has to write beside its changes. */
export interface MoveWrites {
  readonly puts: readonly Entry[];
  readonly deletes: readonly EntryRef[];
}

/** Adds `changes`, in their order, to what is stored. An erased customer leaves the list and their path; the counts of days name nobody. */
export async function recordMoves(store: StateStore, changes: readonly SegmentChange[]): Promise<MoveWrites> {
  if (changes.length === 0) return { puts: [], deletes: [] };
  const [recent, flows, paths] = await Promise.all([withRecent(store, changes), withFlows(store, changes), withPaths(store, changes)]);
  return { puts: [...recent, ...flows.puts, ...paths.puts], deletes: [...flows.deletes, ...paths.deletes] };
}

/** Adds the moves of a commit to what it writes. */
export async function addMoves(store: StateStore, outputs: Outputs): Promise<void> {
  const { puts, deletes } = await recordMoves(store, outputs.changes);
  for (const entry of puts) outputs.put(entry);
  for (const ref of deletes) outputs.remove(ref);
}

async function withRecent(store: StateStore, changes: readonly SegmentChange[]): Promise<readonly Entry[]> {
  const erased = new Set(changes.flatMap(({ customerId, cause }) => (cause === "erase" ? [customerId] : [])));
  const before = (await readBoard<Move[]>(store, BOARD.moves)) ?? [];
  const moves = [...before, ...changes.map(toMove)].filter(({ customerId }) => !erased.has(customerId));
  return [boardEntry(BOARD.moves, moves.slice(-MAX_MOVES))];
}

function toMove({ customerId, from, to, cause, modelVersion, time }: SegmentChange): Move {
  return { customerId, from, to, cause, modelVersion, time };
}

async function withFlows(store: StateStore, changes: readonly SegmentChange[]): Promise<MoveWrites> {
  const days = [...new Set(changes.map(({ time }) => dayOf(time)))];
  const stored = await Promise.all(days.map((day) => readBoard<DayFlows>(store, flowsId(day))));
  const flows = new Map(days.map((day, at): [number, Record<string, number>] => [day, { ...stored[at] }]));
  for (const change of changes) {
    const day = flows.get(dayOf(change.time));
    if (day === undefined) continue;
    const key = flowKey(change);
    day[key] = (day[key] ?? 0) + 1;
  }
  const begun = days.filter((_, at) => stored[at] === null);
  return {
    puts: [...flows].map(([day, counts]) => boardEntry(flowsId(day), counts)),
    deletes: begun.length === 0 ? [] : await agedDays(store, Math.max(...begun)),
  };
}

const flowKey = ({ from, to, cause }: SegmentChange): string => `${from ?? ""}>${to ?? ""}>${cause}`;

/** Days that have grown too old by the time that `day` begins, looked for below the window as far back again. */
async function agedDays(store: StateStore, day: number): Promise<readonly EntryRef[]> {
  const ids = Array.from({ length: FLOW_DAYS }, (_, at) => flowsId(day - FLOW_DAYS - at));
  const found = await store.get("segments", ids);
  return ids.flatMap((id, at) => (found[at] === undefined ? [] : [{ collection: "segments" as const, id }]));
}

const pathSchema = z.object({ schema: z.literal(PATH_SCHEMA), steps: z.array(z.unknown()) });

export function decodePath(bytes: Uint8Array | undefined): readonly Step[] {
  return bytes === undefined ? [] : (pathSchema.parse(fromJson(bytes)).steps as Step[]);
}

async function withPaths(store: StateStore, changes: readonly SegmentChange[]): Promise<MoveWrites> {
  const ids = [...new Set(changes.map(({ customerId }) => customerId))];
  const stored = await store.get("paths", ids);
  const paths = new Map(ids.map((id, at): [string, readonly Step[]] => [id, decodePath(stored[at])]));
  for (const { customerId, to, cause, modelVersion, time } of changes) {
    const steps = to === null ? [] : [...(paths.get(customerId) ?? []), { segment: to, cause, modelVersion, time }];
    paths.set(customerId, steps.slice(-MAX_STEPS));
  }
  const entries = [...paths];
  return {
    puts: entries.flatMap(([id, steps]) => (steps.length === 0 ? [] : [{ collection: "paths" as const, id, value: toJson({ schema: PATH_SCHEMA, steps }) }])),
    deletes: entries.flatMap(([id, steps]) => (steps.length === 0 ? [{ collection: "paths" as const, id }] : [])),
  };
}

export interface Flow {
  readonly from: string | null;
  readonly to: string | null;
  readonly cause: Move["cause"];
  readonly moves: number;
}

/** The moves of several days added up. */
export function sumFlows(days: readonly (DayFlows | null)[]): readonly Flow[] {
  const sums = new Map<string, number>();
  for (const day of days) for (const [key, moves] of Object.entries(day ?? {})) sums.set(key, (sums.get(key) ?? 0) + moves);
  return [...sums].map(([key, moves]) => {
    const [from = "", to = "", cause = "purchase"] = key.split(">");
    return { from: from || null, to: to || null, cause: cause as Move["cause"], moves };
  });
}
