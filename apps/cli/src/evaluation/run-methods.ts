import type { BasketLog } from "@segue/shared/evaluation/basket-log";
import { basketCount } from "@segue/shared/evaluation/basket-log";
import type { RunName } from "@segue/shared/evaluation/methods";
import type { Protocol } from "@segue/shared/evaluation/protocol";
import type { Outcomes } from "@segue/shared/evaluation/replay";
import type { SegmentTrack } from "@segue/shared/evaluation/segment-track";
import { TRACK_JOBS, findTracks, inThread, jointProgress } from "./threads.ts";

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

/** Finds the segments and what goes together first, which methods ask for, then runs each method in a thread of its own. */
export async function runMethods({ log, protocol, names, threads, onProgress }: Run): Promise<Ran> {
  const progressOf = jointProgress((names.length + TRACK_JOBS) * basketCount(log), onProgress);
  const tracks = await findTracks(log, progressOf);
  const found = new Map<RunName, Outcomes>();
  const waiting = [...names];
  const lane = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      found.set(name, (await inThread({ type: "method", log, protocol, tracks, name }, progressOf(name))) as Outcomes);
      progressOf(name)(basketCount(log));
    }
  };
  await Promise.all(Array.from({ length: threads }, lane));
  return { track: tracks.track, outcomes: new Map(names.map((name) => [name, found.get(name) as Outcomes])) };
}
