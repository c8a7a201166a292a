import { isUtf8 } from "node:buffer";
import { AppError } from "@segue/shared/errors";
import type { App } from "@segue/platform/http/create-app";
import { UNREADABLE } from "./publisher.ts";

/** More than this are no orders: the reply that says of each what is wrong would be far larger than the body. */
const MAX_ELEMENTS = 50_000;

/** Lines of a bulk body: each one parsed, or {@link UNREADABLE}. Blank lines do not count. */
function parseLines(body: Buffer): unknown[] {
  const encoding = isUtf8(body) ? "utf8" : "latin1";
  const lines = body.toString(encoding).split("\n");
  return checkedCount(lines.filter((line) => line.trim() !== "")).map((line) => parseLine(line, encoding));
}

/** Read as latin1, a line still has its bytes: one that is not UTF-8 spoils no other. */
function parseLine(line: string, encoding: "utf8" | "latin1"): unknown {
  const bytes = encoding === "utf8" ? null : Buffer.from(line, "latin1");
  if (bytes !== null && !isUtf8(bytes)) return UNREADABLE;
  try {
    return JSON.parse(bytes?.toString("utf8") ?? line) as unknown;
  } catch {
    return UNREADABLE;
  }
}

/** Teaches an app to read `application/x-ndjson` as an array of its lines. */
export function acceptLines(app: App): void {
  app.addContentTypeParser("application/x-ndjson", { parseAs: "buffer" }, (_request, body: Buffer, done) => done(null, parseLines(body)));
}

/**
 * One element, an array or lines: always an array.
 * @throws AppError `malformed_json` for no body at all, `too_many_elements`
 */
export function elementsOf(body: unknown): readonly unknown[] {
  if (body === undefined) throw new AppError("malformed_json", "the body is empty", { status: 400 });
  return Array.isArray(body) ? checkedCount(body as unknown[]) : [body];
}

function checkedCount<T>(elements: T[]): T[] {
  if (elements.length <= MAX_ELEMENTS) return elements;
  throw new AppError("too_many_elements", `the body has ${elements.length} elements, at most ${MAX_ELEMENTS} are taken at once: send it in parts`, { status: 413 });
}

/** For bodies that are described and not checked as a whole: what is wrong with an element is told of that one. */
export const unchecked = () => (): boolean => true;
