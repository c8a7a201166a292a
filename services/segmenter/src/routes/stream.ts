import type { ServerResponse } from "node:http";
import type { App } from "@segue/platform/http/create-app";
import type { SegmenterAppDeps } from "../app-deps.ts";
import { BOARD, readBoard } from "../board.ts";
import type { Summary } from "@segue/shared/segmentation/summary";

/** How often the board is looked at while anybody listens, and how often a silent stream shows that it lives, in milliseconds. */
const LOOK = 300;
const HEARTBEAT = 15_000;

/** `GET /v1/stream`: server-sent events; `segments` says that the segments have changed and may be fetched again. */
export function streamRoutes(app: App, { store }: SegmenterAppDeps): void {
  const listeners = new Set<ServerResponse>();
  let last = "";
  const tell = (text: string): void => {
    for (const listener of listeners) listener.write(text);
  };
  const look = async (): Promise<void> => {
    if (listeners.size === 0) return;
    const summary = await readBoard<Summary>(store, BOARD.summary);
    if (summary === null) return;
    const now = JSON.stringify({ modelVersion: summary.modelVersion, asOf: new Date(summary.now).toISOString(), ...summary.totals });
    if (now === last) return;
    last = now;
    tell(`event: segments\ndata: ${now}\n\n`);
  };
  const timers = [setInterval(() => void look().catch((err: unknown) => app.log.warn({ err }, "the stream could not be refreshed")), LOOK), setInterval(() => tell(": alive\n\n"), HEARTBEAT)];
  app.addHook("preClose", async () => {
    for (const timer of timers) clearInterval(timer);
    for (const listener of listeners) listener.end();
  });

  const response = { 200: { content: { "text/event-stream": { schema: { type: "string" } } } } };
  app.get("/v1/stream", { schema: { summary: "Server-sent events: the segments have changed", tags: ["segmenter"], response } }, (request, reply) => {
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store", "x-accel-buffering": "no" });
    raw.write("retry: 1000\n\n");
    if (last !== "") raw.write(`event: segments\ndata: ${last}\n\n`);
    listeners.add(raw);
    request.raw.once("close", () => listeners.delete(raw));
  });
}
