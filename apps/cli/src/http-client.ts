import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "@segue/shared/errors";
import { problemSchema } from "@segue/shared/api/problem";

export interface ClientOptions {
  /** Where Segue answers, e.g. http://127.0.0.1:8080. */
  readonly url: string;
  readonly apiKey?: string | undefined;
  /** How long to go on trying when the server is gone or busy, in milliseconds. */
  readonly patience?: number | undefined;
  /** Ends the waiting between two tries, and with it the request. */
  readonly signal?: AbortSignal | undefined;
}

export interface Reply {
  readonly status: number;
  /** Parsed where it is JSON, else text. */
  readonly body: unknown;
}

export interface HttpRequest {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly body?: string;
  readonly contentType?: string;
  /** The longest that the whole reply may take, in milliseconds; a minute where nothing is said. */
  readonly timeout?: number;
}

/** Sends requests to a running Segue over kept-alive connections, and again when the server is gone or busy. */
export interface HttpClient {
  readonly url: string;
  /** Any reply but "busy" comes back, whatever its status. */
  send(request: HttpRequest): Promise<Reply>;
  /** Fails within a few seconds when nothing answers, so that a mistyped address is not retried for a minute. */
  reach(): Promise<void>;
}

const DEFAULT_PATIENCE = 60_000;
const REACH_PATIENCE = 2_000;
const REQUEST_TIMEOUT = 60_000;
const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 5_000;
const BUSY = [429, 502, 503, 504];

/** @throws AppError `usage` when the URL is none. */
export function createClient(options: ClientOptions): HttpClient {
  const url = baseUrl(options.url);
  const send = async (request: HttpRequest, patience: number): Promise<Reply> => {
    const deadline = performance.now() + patience;
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await attemptOnce(url, request, options);
      if ("reply" in outcome) return outcome.reply;
      const pause = outcome.pause ?? backoff(attempt);
      if (performance.now() + pause > deadline) throw outcome.failure;
      await rest(pause, options.signal);
    }
  };
  return {
    url,
    send: (request) => send(request, options.patience ?? DEFAULT_PATIENCE),
    async reach() {
      await send({ path: "/healthz" }, Math.min(REACH_PATIENCE, options.patience ?? REACH_PATIENCE));
    },
  };
}

/** What a failed reply says, as an error of one line. */
export function replyError(request: HttpRequest, reply: Reply, url: string): AppError {
  if (reply.status === 401 || reply.status === 403) {
    return new AppError("unauthorized", `${url} wants a valid API key (${reply.status}); pass one with --api-key`);
  }
  if (reply.status < 300) return new AppError("request_failed", `what answers at ${url} is not Segue, or another version of it`);
  const problem = problemSchema.partial().safeParse(reply.body);
  const detail = (problem.success ? (problem.data.detail ?? problem.data.title) : undefined) ?? "no reason given";
  return new AppError("request_failed", `${request.method ?? "GET"} ${url}${request.path} failed (${reply.status}): ${detail}`);
}

type Outcome = { readonly reply: Reply } | { readonly failure: AppError; readonly pause?: number | undefined };

async function attemptOnce(url: string, request: HttpRequest, options: ClientOptions): Promise<Outcome> {
  try {
    const response = await fetch(url + request.path, {
      method: request.method ?? "GET",
      headers: headersOf(request, options.apiKey),
      signal: AbortSignal.timeout(request.timeout ?? REQUEST_TIMEOUT),
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    const reply = { status: response.status, body: parsed(await response.text()) };
    if (!BUSY.includes(reply.status)) return { reply };
    return { failure: replyError(request, reply, url), pause: retryAfter(response.headers.get("retry-after")) };
  } catch (error) {
    return { failure: unreachable(url, error) };
  }
}

function headersOf(request: HttpRequest, apiKey: string | undefined): Record<string, string> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (request.body !== undefined) headers["content-type"] = request.contentType ?? "application/json";
  if (apiKey !== undefined) headers["authorization"] = `Bearer ${apiKey}`;
  return headers;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const CAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "there is no such host",
  ECONNRESET: "the connection was cut",
  UND_ERR_SOCKET: "the connection was cut",
};

function unreachable(url: string, error: unknown): AppError {
  const inner: unknown = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const code = (inner as { code?: string }).code ?? "";
  const cause = CAUSES[code] ?? (inner instanceof Error && inner.message !== "" ? inner.message : code);
  return new AppError("unreachable", `cannot reach Segue at ${url}: ${cause}; start it with "npx segue up", or name another with --to URL`, { cause: error });
}

/** Doubles up to a limit; the random half keeps several clients from returning all at once. */
function backoff(attempt: number): number {
  return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** attempt) * (0.5 + Math.random() / 2);
}

function retryAfter(header: string | null): number | undefined {
  const seconds = Number(header ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

async function rest(pause: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(pause, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    throw new AppError("stopped", "stopped while waiting for the server", { cause: error });
  }
}

function baseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") throw new AppError("usage", `--to ${text}: not a URL such as http://127.0.0.1:8080`);
  return url.href.replace(/\/+$/, "");
}
