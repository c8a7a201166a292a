import type { ServerResponse } from "node:http";
import type { App } from "@segue/platform/http/create-app";
import type { SegmenterAppDeps } from "../app-deps.ts";
import { newsFor, readKnown } from "../stream-news.ts";
import type { Known } from "../stream-news.ts";
import { deadLetterPart, lookAgain, NOTHING_SEEN } from "../stream-parts.ts";
import type { Parts } from "../stream-parts.ts";

/** How often the board and the dead letters are looked at while anybody listens, and how often a silent stream shows that it lives, in milliseconds. */
const LOOK = 300;
const LOOK_AT_LETTERS = 2_000;
const HEARTBEAT = 15_000;
/** A listener with so many bytes unread has gone to sleep: it may come back and be told the rest. */
const MOST_UNREAD = 2 ** 20;

const DESCRIPTION = `Events with the data of a route (\`segments\`, \`drift\`, \`models\`), with what was added to it (\`activity\`), or
saying that a route would answer otherwise now (\`moves\`, \`history\`, \`map\`, \`dead-letters\`). Whoever comes back with \`Last-Event-ID\`
is told what they have missed.`;

/** `GET /v1/stream`: server-sent events of what changes on the board. Any process answers, and goes on where another broke off. */
export function streamRoutes(app: App, { log, store, clock }: SegmenterAppDeps): void {
  const listeners = new Map<ServerResponse, Known>();
  let seen = NOTHING_SEEN;
  let letters: Parts = {};
  const tell = (listener: ServerResponse, known: Known): void => {
    if (listener.writableLength > MOST_UNREAD) return void listener.destroy();
    const news = newsFor(known, { ...seen.parts, ...letters });
    listeners.set(listener, news.known);
    if (news.text !== "") listener.write(news.text);
  };
  const look = async (): Promise<void> => {
    if (listeners.size === 0) return;
    seen = await lookAgain({ store, clock }, seen);
    for (const [listener, known] of listeners) tell(listener, known);
  };
  const lookAtLetters = async (): Promise<void> => {
    if (listeners.size > 0) letters = { "dead-letters": await deadLetterPart(log) };
  };
  const unlessItFails = (work: () => Promise<void>) => oneAtATime(() => work().catch((err: unknown) => app.log.warn({ err }, "the stream could not be refreshed")));
  const [lookNow, lookAtLettersNow] = [unlessItFails(look), unlessItFails(lookAtLetters)];
  const beat = (): void => {
    for (const listener of listeners.keys()) listener.write(": alive\n\n");
  };
  const timers = [setInterval(lookNow, LOOK), setInterval(lookAtLettersNow, LOOK_AT_LETTERS), setInterval(beat, HEARTBEAT)];
  app.addHook("preClose", async () => {
    for (const timer of timers) clearInterval(timer);
    for (const listener of listeners.keys()) listener.end();
  });

  const response = { 200: { content: { "text/event-stream": { schema: { type: "string" } } } } };
  const schema = { summary: "Server-sent events: what changes, as it changes", description: DESCRIPTION, tags: ["segmenter"], response };
  app.get("/v1/stream", { schema }, (request, reply) => {
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store", "x-accel-buffering": "no" });
    raw.write("retry: 1000\n\n");
    const lastId = request.headers["last-event-id"];
    listeners.set(raw, readKnown(Array.isArray(lastId) ? lastId[0] : lastId));
    request.raw.once("close", () => listeners.delete(raw));
    lookAtLettersNow();
    lookNow();
  });
}

/** Asked while it is at work, it does it once more afterwards. */
function oneAtATime(work: () => Promise<void>): () => void {
  const state = { busy: false, again: false };
  const run = async (): Promise<void> => {
    do {
      state.again = false;
      await work();
    } while (state.again);
    state.busy = false;
  };
  return () => {
    state.again = true;
    if (state.busy) return;
    state.busy = true;
    void run();
  };
}
