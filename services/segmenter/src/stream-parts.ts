import type { StreamEvent } from "@segue/shared/api/stream";
import { hash32 } from "@segue/shared/customers/hash";
import type { EventLog } from "@segue/shared/ports/event-log";
import type { Summary } from "@segue/shared/segmentation/summary";
import type { SegmenterAppDeps } from "./app-deps.ts";
import type { ActivityPoint } from "./activity.ts";
import { BOARD, readBoard } from "./board.ts";
import type { ModelEntry, Versions } from "./board.ts";
import { toActivity, toDrift, toModels } from "./replies.ts";
import { toSegments } from "./segment-reply.ts";

/** One thing that the stream tells of, as it is now. */
export interface Part {
  /** Differs when the part does; the same from every process and after every restart. */
  readonly version: string;
  /** The data for a listener who knows of version `known`; `null` where there is nothing to say to one who knows of none. */
  readonly dataSince: (known: string | null) => string | null;
}
export type Parts = Readonly<Partial<Record<StreamEvent, Part>>>;

/** What was read, with the versions of the board that it was read at. */
export interface Look {
  readonly versions: Versions | null;
  readonly parts: Parts;
}
export const NOTHING_SEEN: Look = { versions: null, parts: {} };

type Deps = Pick<SegmenterAppDeps, "store" | "clock">;

/** By part of the board: what the stream tells of it. */
const READERS: Readonly<Record<string, (deps: Deps, version: string) => Promise<Parts>>> = {
  [BOARD.summary]: async ({ store, clock }) => summaryParts(await readBoard<Summary>(store, BOARD.summary), clock.now()),
  [BOARD.models]: async ({ store }) => ({ models: whole(JSON.stringify(toModels((await readBoard<ModelEntry[]>(store, BOARD.models)) ?? []))) }),
  [BOARD.activity]: async ({ store }) => ({ activity: activityPart((await readBoard<ActivityPoint[]>(store, BOARD.activity)) ?? []) }),
  [BOARD.moves]: async (_, version) => ({ moves: notice(version) }),
  [BOARD.history]: async (_, version) => ({ history: notice(version) }),
  [BOARD.map]: async (_, version) => ({ map: notice(version) }),
};

/** Looks at the board again and reads those parts that have changed. */
export async function lookAgain(deps: Deps, before: Look): Promise<Look> {
  const versions = (await readBoard<Versions>(deps.store, BOARD.versions)) ?? {};
  const changed = Object.entries(READERS).filter(([id]) => before.versions === null || before.versions[id] !== versions[id]);
  const read = await Promise.all(changed.map(([id, reader]) => reader(deps, String(versions[id] ?? 0))));
  return { versions, parts: Object.assign({}, before.parts, ...read) as Parts };
}

/** Refused records: their topic has grown, or one of them was sent in again. */
export async function deadLetterPart(log: EventLog): Promise<Part> {
  return notice(String((await log.end("dead-letters")).reduce((sum, end) => sum + end, 0)));
}

function summaryParts(summary: Summary | null, now: number): Parts {
  const drift = toDrift(summary);
  return {
    segments: whole(JSON.stringify(toSegments(summary, "behaviour", now))),
    // That time has gone on is no news.
    drift: whole(JSON.stringify(drift), JSON.stringify([drift.modelVersion, drift.items])),
  };
}

const whole = (text: string, told = text): Part => ({ version: hash32(told).toString(36), dataSince: () => text });

const notice = (version: string): Part => ({ version, dataSince: (known) => (known === null ? null : JSON.stringify({ version })) });

/** Known by the time of the last point: what came since is what is told. */
function activityPart(points: readonly ActivityPoint[]): Part {
  return {
    version: String(points.at(-1)?.time ?? 0),
    dataSince: (known) => (known === null ? null : JSON.stringify(toActivity(points.filter(({ time }) => time > Number(known)), Date.now()))),
  };
}
