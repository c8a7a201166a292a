import { setTimeout as delay } from "node:timers/promises";
import { ingestProgress } from "@segue/ingest/progress";
import { segmenterProgress } from "@segue/segmenter/progress";
import { AppError } from "@segue/shared/errors";
import { TOPICS } from "@segue/shared/ports/event-log";
import type { EventLog } from "@segue/shared/ports/event-log";
import type { StateStore } from "@segue/shared/ports/state-store";
import type { Progress } from "@segue/platform/readiness";
import { sumOf } from "../bench/progress-of.ts";
import type { System } from "./system.ts";

export interface RestOptions {
  readonly system: System;
  readonly log: EventLog;
  readonly store: StateStore;
}

/** Services that were killed start again and replay; the slowest of them waits for a session of 15 s to end. */
const PATIENCE = 150_000;
const LOOK = 1_000;
/** Looks on end that have to find nothing new. */
const LOOKS = 4;

/** Waits until every service has taken in all there is, and nothing more comes of it. @throws AppError `not_at_rest` with what is behind. */
export async function atRest(options: RestOptions): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  let quiet = 0;
  let before = "";
  while (quiet < LOOKS) {
    const { ends, behind } = await look(options).catch((error: unknown) => ({ ends: "", behind: String(error) }));
    quiet = behind === "" && ends === before ? quiet + 1 : 0;
    before = ends;
    if (performance.now() > deadline) throw notAtRest(options.system, behind);
    await delay(LOOK);
  }
}

async function look({ system, log, store }: RestOptions): Promise<{ readonly ends: string; readonly behind: string }> {
  const ends = new Map(await Promise.all(TOPICS.map(async (topic) => [topic, await log.end(topic)] as const)));
  const progress = [...(await ingestProgress(store, log.partitions)), ...(await segmenterProgress(store))];
  const late = progress.filter(({ topic, applied }) => (ends.get(topic) ?? []).some((end, partition) => (applied[partition] ?? 0) < end));
  const lateReplicas = await Promise.all(system.services.recommender.map(async ({ name, url }) => ((await isAtRest(url)) ? [] : [name])));
  return { ends: JSON.stringify([...ends]), behind: [...late.map(nameOf), ...lateReplicas.flat()].join(", ") };
}

const nameOf = ({ group, topic }: Progress): string => `${group} (${topic})`;

/** Whether a recommender has applied all records, and is not about to publish a ranker. */
async function isAtRest(url: string): Promise<boolean> {
  const text = await (await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(PATIENCE) })).text();
  const lags = [...text.matchAll(/^segue_lag_records\{.*\} (\d+)$/gm)];
  return lags.length > 0 && lags.every(([, lag]) => lag === "0") && sumOf(text, "segue_ranker_due") === 0;
}

function notAtRest({ services }: System, behind: string): AppError {
  const last = Object.values(services)
    .flat()
    .map(({ name, ends, output }) => `${name} ended ${ends()} times by itself: ${output().trim().split("\n").slice(-2).join(" / ")}`);
  return new AppError("not_at_rest", `the services have not come to rest within ${PATIENCE / 1000} s of the last fault, behind are: ${behind || "none"}; ${last.join("; ")}`);
}
