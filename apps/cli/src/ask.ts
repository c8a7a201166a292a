import type { z } from "zod";
import { replyError } from "./http-client.ts";
import type { HttpClient, HttpRequest } from "./http-client.ts";

/** Sends a request and reads its reply. @throws AppError for any reply but a good one of the expected form. */
export async function ask<T>(client: HttpClient, request: HttpRequest, schema: z.ZodType<T>): Promise<T> {
  await client.reach();
  const reply = await client.send(request);
  const parsed = schema.safeParse(reply.body);
  if (reply.status >= 300 || !parsed.success) throw replyError(request, reply, client.url);
  return parsed.data;
}
