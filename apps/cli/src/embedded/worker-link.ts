import { randomUUID } from "node:crypto";
import { Worker, parentPort } from "node:worker_threads";
import { AppError } from "@segue/shared/errors";
import type { Closeable } from "@segue/platform/lifecycle";
import type { MetricsSource } from "@segue/platform/metrics";
import type { TroublesSource } from "@segue/platform/troubles";
import type { Trouble } from "@segue/shared/api/status";

/** What a worker tells the main thread. */
type FromWorker =
  | { readonly type: "started" }
  | { readonly type: "failed"; readonly code: string; readonly message: string }
  | { readonly type: "answer"; readonly id: string; readonly answer: readonly object[] }
  | { readonly type: "progress"; readonly progress: unknown };

/** What the main thread asks of a worker. */
type ToWorker = { readonly type: "stop" } | { readonly type: "ask"; readonly question: Question; readonly id: string };
type Question = "metrics" | "troubles";

/** A part of the system that runs in a thread of its own. */
export interface WorkerLink extends Closeable {
  readonly metrics: MetricsSource;
  readonly troubles: TroublesSource;
}

export interface WorkerOptions {
  readonly file: URL;
  readonly data: unknown;
  /** Told when the worker fails or ends unasked; the system cannot go on without it. */
  readonly onFailure: (error: Error) => void;
  readonly onProgress?: (progress: unknown) => void;
}

/** Starts a worker and waits until it says that it has started. @throws AppError with the worker's own code when it fails to. */
export async function startWorker({ file, data, onFailure, onProgress }: WorkerOptions): Promise<WorkerLink> {
  const worker = new Worker(file, { workerData: data });
  const waiting = new Map<string, (answer: readonly unknown[]) => void>();
  let stopping = false;
  const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  await new Promise<void>((resolve, reject) => {
    const failed = (error: Error): void => {
      reject(error);
      if (!stopping) onFailure(error);
    };
    worker.on("message", (message: FromWorker) => {
      switch (message.type) {
        case "started":
          return resolve();
        case "failed":
          return failed(new AppError(message.code, message.message));
        case "answer":
          return waiting.get(message.id)?.(message.answer);
        case "progress":
          return onProgress?.(message.progress);
        default:
          return message satisfies never;
      }
    });
    worker.once("error", failed);
  });
  const ask = (message: ToWorker): void => worker.postMessage(message);
  const askFor = async <T>(question: Question): Promise<readonly T[]> => {
    const id = randomUUID();
    const answer = new Promise<readonly T[]>((resolve) => waiting.set(id, resolve as (answer: readonly unknown[]) => void));
    ask({ type: "ask", question, id });
    const given = await Promise.race([answer, ended.then((): readonly T[] => [])]);
    waiting.delete(id);
    return given;
  };
  return {
    metrics: () => askFor<object>("metrics"),
    troubles: () => askFor<Trouble>("troubles"),
    async close() {
      stopping = true;
      ask({ type: "stop" });
      await ended;
    },
  };
}

export interface WorkerBody extends Closeable {
  readonly metrics: MetricsSource;
  readonly troubles: TroublesSource;
}

/** The worker's side: starts, answers, and stops when asked. */
export async function runWorker(start: (tell: (progress: unknown) => void) => Promise<WorkerBody>): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error("this file runs as a worker thread only");
  const tell = (message: FromWorker): void => port.postMessage(message);
  try {
    const body = await start((progress) => tell({ type: "progress", progress }));
    port.on("message", (message: ToWorker) => {
      if (message.type === "stop") void body.close().then(() => port.close());
      else void body[message.question]().then((answer) => tell({ type: "answer", id: message.id, answer }));
    });
    tell({ type: "started" });
  } catch (error) {
    tell({ type: "failed", ...failureOf(error) });
    port.close();
  }
}

/** Tells the main thread that the worker cannot go on. */
export function reportFailure(error: unknown): void {
  parentPort?.postMessage({ type: "failed", ...failureOf(error) } satisfies FromWorker);
}

function failureOf(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof AppError) return { code: error.code, message: error.message };
  return { code: "internal_error", message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
