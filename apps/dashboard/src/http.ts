import { problemSchema } from "@segue/shared/api/problem";
import { CSRF_HEADER } from "@segue/shared/api/session";
import type { ZodType } from "zod";

/** An answer that is none: `status` is 0 where nobody answered at all. */
class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "ApiError";
    this.status = status;
  }
}

/** Longer than any answer that is still worth having, in milliseconds. */
const PATIENCE = 15_000;

export const get = <T>(path: string, schema: ZodType<T>): Promise<T> => request(path, schema, {});

export interface Sending<T> {
  readonly schema: ZodType<T>;
  readonly body?: unknown;
}

export function send<T>(method: "POST" | "PATCH" | "DELETE", path: string, { schema, body }: Sending<T>): Promise<T> {
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  const headers = { [CSRF_HEADER]: "1", ...(body === undefined ? {} : { "content-type": "application/json" }) };
  return request(path, schema, { method, headers, ...content });
}

async function request<T>(path: string, schema: ZodType<T>, init: RequestInit): Promise<T> {
  const response = await fetch(path, { ...init, signal: AbortSignal.timeout(PATIENCE) }).catch((cause: unknown) => {
    throw new ApiError(0, cause instanceof DOMException && cause.name === "TimeoutError" ? "The server takes too long to answer" : "The server cannot be reached");
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new ApiError(response.status, messageOf(response.status, body));
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new ApiError(response.status, "The server's answer is not what this page understands: reload it to get the matching version");
  return parsed.data;
}

function messageOf(status: number, body: unknown): string {
  const detail = problemSchema.safeParse(body).data?.detail;
  if (detail === undefined) return `The server answered with status ${status}`;
  return detail.charAt(0).toUpperCase() + detail.slice(1);
}

export async function orNull<T>(reply: Promise<T>): Promise<T | null> {
  return reply.catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  });
}

export function query(parameters: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return `?${new URLSearchParams(given).toString()}`;
}
