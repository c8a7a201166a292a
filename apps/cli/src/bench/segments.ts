import { readNamingFile } from "@segue/platform/naming-file";
import type { Bench, BenchContext, BenchResult } from "./bench.ts";
import { forkWorker } from "./fork-worker.ts";
import { twoCores } from "./cores.ts";
import { onlineRetail } from "./online-retail.ts";
import { resultOf } from "./results.ts";
import { replaySegments } from "./segments-replay.ts";

/** How good the live segments are, week by week, and what they cost. */
export const segmentsBench: Bench = { name: "segments", summary: "live segments against the best batch k-means, weekly over all of Online Retail; memory at a million", embedded: run };

/** What is good enough. */
const LIMITS = { inertia: 1.01, rand: 0.93, churn: 0.08 };

async function run({ workspace, short, note }: BenchContext): Promise<readonly BenchResult[]> {
  note("segments: replaying Online Retail, with a best of 40 k-means for every week");
  const { checks, refits, updates, flips } = replaySegments(await onlineRetail(), readNamingFile());
  for (const { day, inertiaRatio, adjustedRand, dayBefore } of checks) note(`segments: day ${day}: inertia ${inertiaRatio.toFixed(4)} of the best, adjusted Rand ${adjustedRand.toFixed(3)}, of the best of the day before ${dayBefore.toFixed(3)}`);
  const last = checks[checks.length - 1];
  const churns = refits.map(({ churn }) => churn ?? 0);
  const figure = (name: string, value: number, target?: number) => resultOf({ name: `segments ${name}`, unit: "", samples: [{ value }], ...(target === undefined ? {} : { target }) });
  const customers = short ? 50_000 : 1_000_000;
  note(`segments: ${customers} customers in one process`);
  const { told, stop } = await forkWorker<{ readonly bytes: number; readonly update: number; readonly sweep: number }>({
    workspace,
    file: new URL("./segments-worker.js", import.meta.url),
    cores: twoCores(),
    args: [String(customers)],
  });
  stop();
  return [
    figure("inertia at the end / best k-means", last?.inertiaRatio ?? 0, LIMITS.inertia),
    figure("inertia in the worst week / best k-means", Math.max(...checks.map(({ inertiaRatio }) => inertiaRatio)), LIMITS.inertia),
    figure("adjusted Rand at the end", last?.adjustedRand ?? 0),
    figure("adjusted Rand in the worst week", Math.min(...checks.map(({ adjustedRand }) => adjustedRand))),
    figure(`weeks below ${LIMITS.rand} adjusted Rand, of ${checks.length}`, checks.filter(({ adjustedRand }) => adjustedRand < LIMITS.rand).length),
    figure(`weeks in which the best of the day before is below ${LIMITS.rand}`, checks.filter(({ dayBefore }) => dayBefore < LIMITS.rand).length),
    figure("label flips per 1,000 updates and looks", (1000 * flips) / updates),
    figure("largest share of ids changed by a refit", Math.max(...churns), LIMITS.churn),
    resultOf({ name: "segments memory per customer", unit: "bytes", samples: [{ value: told.bytes }] }),
    resultOf({ name: "segments CPU per update", unit: "us", samples: [{ value: told.update }] }),
    resultOf({ name: "segments CPU of a sweep, per customer", unit: "us", samples: [{ value: told.sweep }] }),
  ];
}
