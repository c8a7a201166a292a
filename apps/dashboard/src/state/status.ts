import type { StatusReply } from "@segue/shared/api/status";
import type { Api } from "../api.ts";

/** Where all services are one process it is called so. */
const WHOLE = "segue";
const SERVICES = ["ingest", "segmenter", "recommender"];

/** Whether tastes are switched off: a process that tells of the model of behaviour says nothing of one of tastes. */
export function areTastesOff(processes: readonly StatusReply[]): boolean {
  const names = new Set(processes.flatMap(({ checks }) => checks.map(({ name }) => name)));
  return names.has("segment model") && !names.has("taste model");
}

/** How every process is: one where all services are one, else each by the address that the proxy gives it. */
export async function statusOfAll(api: Api): Promise<readonly StatusReply[]> {
  const first = await api.status(null);
  if (first === null) return [];
  if (first.service === WHOLE) return [first];
  const others = SERVICES.filter((service) => service !== first.service);
  const replies = await Promise.all(others.map((service) => api.status(service).catch(() => null)));
  return [first, ...replies.flatMap((reply) => (reply === null ? [] : [reply]))];
}
