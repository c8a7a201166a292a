import type { BasketLog } from "@segue/shared/evaluation/basket-log";
import { basketCount } from "@segue/shared/evaluation/basket-log";
import { UNTRACKED } from "@segue/shared/evaluation/methods";
import type { RunName } from "@segue/shared/evaluation/methods";
import type { Protocol } from "@segue/shared/evaluation/protocol";
import type { Outcomes } from "@segue/shared/evaluation/replay";
import { noTracks } from "@segue/shared/evaluation/replayed-shop";
import type { SegmentTrack } from "@segue/shared/evaluation/segment-track";
import PQueue from "p-queue";
import { TRACK_JOBS, findTracks, inThread, jointProgress } from "./threads.ts";
import type { Start } from "./threads.ts";

export interface Run {
  readonly log: BasketLog;
  readonly protocol: Protocol;
  readonly names: readonly RunName[];
  /** Threads at a time. */
  readonly threads: number;
  /** Told the share of all work that is done, 0 to 1. */
  readonly onProgress: (share: number) => void;
}

export interface Ran {
  readonly track: SegmentTrack;
  readonly outcomes: ReadonlyMap<RunName, Outcomes>;
}

/** Of what waits for a thread the one with the highest goes first. */
const PRIORITY = { tracks: 2, tracked: 1, untracked: 0 } as const;

/**
 * Runs each method in a thread of its own. Segments and what goes together are found first; methods that ask for neither fill the threads that are left, and those that do, ours among them,
 * go before them as soon as they can: they take the longest.
 */
export async function runMethods({ log, protocol, names, threads, onProgress }: Run): Promise<Ran> {
  const progressOf = jointProgress((names.length + TRACK_JOBS) * basketCount(log), onProgress);
  const queue = new PQueue({ concurrency: threads });
  const starter = (priority: number): Start => (job, name) => queue.add(() => inThread(job, progressOf(name)), { priority });
  const tracking = findTracks(log, starter(PRIORITY.tracks));
  const run = async (name: RunName): Promise<readonly [RunName, Outcomes]> => {
    const isUntracked = UNTRACKED.some((each) => each === name);
    const tracks = isUntracked ? noTracks(log) : await tracking;
    const outcomes = await starter(isUntracked ? PRIORITY.untracked : PRIORITY.tracked)({ type: "method", log, protocol, tracks, name }, name);
    progressOf(name)(basketCount(log));
    return [name, outcomes as Outcomes];
  };
  const outcomes = await Promise.all(names.map(run));
  return { track: (await tracking).track, outcomes: new Map(outcomes) };
}
