import type { z } from "zod";

/** A JSON reply, checked against its documented schema. */
export async function getJson<T>(url: string, schema: z.ZodType<T>, init: RequestInit = {}): Promise<T> {
  const reply = await fetch(url, init);
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${init.method ?? "GET"} ${url} answered ${reply.status}: ${text}`);
  return schema.parse(JSON.parse(text));
}

export async function sendJson<T>(url: string, schema: z.ZodType<T>, { method = "POST", body }: { method?: string; body: unknown }): Promise<T> {
  return getJson(url, schema, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}

export async function statusOf(url: string, init: RequestInit = {}): Promise<number> {
  const reply = await fetch(url, init);
  await reply.arrayBuffer();
  return reply.status;
}
