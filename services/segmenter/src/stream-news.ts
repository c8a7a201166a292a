import { STREAM_EVENTS } from "@segue/shared/api/stream";
import type { StreamEvent } from "@segue/shared/api/stream";
import type { Parts } from "./stream-parts.ts";

/** The versions that a listener knows of. */
export type Known = Readonly<Partial<Record<StreamEvent, string>>>;

const LONGEST_ID = 1_000;

/** What the id of the last event says that a listener knows; nothing where it is none of ours. */
export function readKnown(id: string | undefined): Known {
  if (id === undefined || id.length > LONGEST_ID) return {};
  const given = new URLSearchParams(id);
  return Object.fromEntries(STREAM_EVENTS.flatMap((event) => ((version) => (version === null ? [] : [[event, version]]))(given.get(event))));
}

const writeKnown = (known: Known): string => new URLSearchParams(known).toString();

export interface News {
  /** Server-sent events, ready to be written; empty where there are none. */
  readonly text: string;
  readonly known: Known;
}

/** What a listener has yet to be told. Each event's id says what they know once they have it, so that a stream goes on where it broke off. */
export function newsFor(known: Known, parts: Parts): News {
  const now: Partial<Record<StreamEvent, string>> = { ...known };
  const told: [StreamEvent, string][] = [];
  const changed = STREAM_EVENTS.flatMap((event) => ((part) => (part === undefined || part.version === known[event] ? [] : [{ event, part }]))(parts[event]));
  for (const { event, part } of changed) {
    const data = part.dataSince(known[event] ?? null);
    if (data === null) now[event] = part.version;
    else told.push([event, data]);
  }
  let text = "";
  for (const [event, data] of told) {
    now[event] = parts[event]?.version ?? "";
    text += `id: ${writeKnown(now)}\nevent: ${event}\ndata: ${data}\n\n`;
  }
  return { text, known: now };
}
