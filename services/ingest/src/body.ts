import type { App } from "@segue/platform/http/create-app";
import { UNREADABLE } from "./publisher.ts";

/** Lines of a bulk body: each one parsed, or {@link UNREADABLE}. Blank lines do not count. */
export function parseLines(body: string): unknown[] {
  return body
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      try {
        return JSON.parse(line) as unknown;
      } catch {
        return UNREADABLE;
      }
    });
}

/** Teaches an app to read `application/x-ndjson` as an array of its lines. */
export function acceptLines(app: App): void {
  app.addContentTypeParser("application/x-ndjson", { parseAs: "string" }, (_request, body, done) => done(null, parseLines(String(body))));
}

/** One element, an array or lines: always an array. */
export function elementsOf(body: unknown): readonly unknown[] {
  return Array.isArray(body) ? (body as unknown[]) : [body];
}
