import { setTimeout as sleep } from "node:timers/promises";
import { segmentsSchema } from "@segue/shared/api/segments";
import { AppError } from "@segue/shared/errors";
import { FIT_SETTINGS } from "@segue/shared/ranker/fit-settings";

/** How far a running system is. */
export interface ProgressOf {
  /** Records that some reader has still to apply. */
  readonly lag: number;
  /** Orders that the segmenter has counted, over all customers. */
  readonly orders: number;
  readonly customers: number;
  /** Customers in a published segment. */
  readonly assigned: number;
}

/** Where each service answers; embedded, all of them at one address. */
export interface SystemUrls {
  readonly ingest: string;
  readonly segmenter: string;
  readonly recommender: string;
}

async function progressOf({ ingest, segmenter, recommender }: SystemUrls): Promise<ProgressOf> {
  const lags = [...new Set([ingest, segmenter, recommender])].map((url) => metricOf(url, "segue_lag_records"));
  const [segments, ...behind] = await Promise.all([bodyOf(`${segmenter}/v1/segments`), ...lags]);
  const { totals, segments: groups } = segmentsSchema.parse(JSON.parse(segments));
  const assigned = groups.reduce((sum, { size }) => sum + size, 0);
  return { lag: behind.reduce((sum, lag) => sum + lag, 0), orders: totals.orders, customers: totals.customers, assigned };
}

/** A metric that a service tells now, over all its labels. */
export async function metricOf(url: string, name: string): Promise<number> {
  return sumOf(await bodyOf(`${url}/metrics`), name);
}

/** The sum of a metric over all its labels, 0 where it has not been set. */
export function sumOf(metrics: string, name: string): number {
  const values = metrics.split("\n").filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  return values.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" ") + 1)), 0);
}

/** Whether everything that was sent has arrived everywhere, and every customer has a segment. */
export const isDone =
  (orders: number) =>
  (progress: ProgressOf): boolean =>
    progress.lag === 0 && progress.orders >= orders && progress.customers > 0 && progress.assigned === progress.customers;

const PAUSE = 50;
const PATIENCE = 180_000;

/** Asks until `reached` says yes. */
export function untilProgress(urls: SystemUrls, reached: (progress: ProgressOf) => boolean): Promise<ProgressOf> {
  return until(() => progressOf(urls), { reached, waitingFor: "the system to come to rest" });
}

/** Waits until the recommender ranks by what it has learnt from orders, and fits no further ranker, if it could learn from enough of them. */
export async function untilRanked({ recommender }: SystemUrls): Promise<void> {
  const lessons = async () => ({ noted: await metricOf(recommender, "segue_ranker_lessons"), fitted: await metricOf(recommender, "segue_ranker_fitted_lessons"), due: await metricOf(recommender, "segue_ranker_due") });
  await until(lessons, { reached: ({ noted, fitted, due }) => noted < FIT_SETTINGS.fewestLists || (fitted > 0 && due === 0), waitingFor: "a ranker" });
}

async function until<T>(ask: () => Promise<T>, { reached, waitingFor }: { readonly reached: (answer: T) => boolean; readonly waitingFor: string }): Promise<T> {
  const deadline = performance.now() + PATIENCE;
  for (;;) {
    const answer = await ask();
    if (reached(answer)) return answer;
    if (performance.now() > deadline) throw new AppError("not_quiet", `waited ${PATIENCE / 1000} s in vain for ${waitingFor}: ${JSON.stringify(answer)}`);
    await sleep(PAUSE);
  }
}

async function bodyOf(url: string): Promise<string> {
  const response = await fetch(url);
  const body = await response.text();
  if (!response.ok) throw new AppError("request_failed", `${url} answered ${response.status}: ${body.slice(0, 200)}`);
  return body;
}
