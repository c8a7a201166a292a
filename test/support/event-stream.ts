import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { streamSchemas } from "@segue/shared/api/stream";
import type { StreamData, StreamEvent } from "@segue/shared/api/stream";

export interface Told {
  readonly id: string;
  readonly event: StreamEvent;
  /** Checked against its documented schema. */
  readonly data: unknown;
}

export interface OpenStream {
  /** Reads on until there is such an event for which `wanted` holds, and answers its data. */
  until<E extends StreamEvent>(event: E, wanted?: (data: StreamData[E]) => boolean): Promise<StreamData[E]>;
  /** Everything read so far. */
  readonly told: readonly Told[];
  close(): void;
}

/** Reads `GET /v1/stream` as a browser would. */
export async function openStream(origin: string, { lastEventId, headers = {} }: { readonly lastEventId?: string; readonly headers?: Record<string, string> } = {}): Promise<OpenStream> {
  const leave = new AbortController();
  const reply = await fetch(`${origin}/v1/stream`, { headers: { ...headers, ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }) }, signal: leave.signal });
  if (!reply.ok || reply.body === null) throw new Error(`the stream answered ${reply.status}`);
  const blocks = blocksOf(reply.body as ReadableStream);
  const told: Told[] = [];
  return {
    told,
    async until(event, wanted = () => true) {
      for (;;) {
        const { value, done } = await blocks.next();
        if (done === true) throw new Error(`the stream ended without ${event}`);
        const next = toTold(value);
        if (next === null) continue;
        told.push(next);
        const data = next.data as StreamData[typeof event];
        if (next.event === event && wanted(data)) return data;
      }
    },
    close: () => leave.abort(),
  };
}

async function* blocksOf(body: ReadableStream): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of Readable.fromWeb(body)) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    yield* blocks;
  }
  return undefined;
}

/** `null` for a heartbeat and for what is said to the browser only. */
function toTold(block: string): Told | null {
  const fields = new Map(block.split("\n").map((line): [string, string] => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trimStart()]));
  const event = fields.get("event") as StreamEvent | undefined;
  if (event === undefined) return null;
  return { id: fields.get("id") ?? "", event, data: streamSchemas[event].parse(JSON.parse(fields.get("data") ?? "")) };
}
