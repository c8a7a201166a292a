import { z } from "zod";
import { acceptedSchema } from "@segue/shared/api/ingest";
import { rejectedSchema } from "@segue/shared/api/problem";
import type { HttpClient, HttpRequest, Reply } from "../http-client.ts";
import { replyError } from "../http-client.ts";

export interface Posted {
  readonly accepted: number;
  /** `index` counts the lines that were sent, from 0. */
  readonly rejected: readonly { readonly index: number; readonly code: string; readonly message: string }[];
}

const noneAccepted = z.object({ rejected: z.array(rejectedSchema) });
const someAccepted = acceptedSchema.pick({ accepted: true, rejected: true });

/**
 * Posts lines of NDJSON. Refused elements are an answer, not a failure, even where all are refused.
 * @throws AppError when the server cannot be reached or refuses the request as such.
 */
export async function postLines(client: HttpClient, path: string, lines: readonly string[]): Promise<Posted> {
  const request: HttpRequest = { method: "POST", path, body: `${lines.join("\n")}\n`, contentType: "application/x-ndjson" };
  const reply = await client.send(request);
  if (reply.status === 413 && lines.length > 1) return postHalves(client, path, lines);
  const posted = reply.status === 400 ? readNone(reply.body) : readSome(reply);
  if (posted === undefined) throw replyError(request, reply, client.url);
  return posted;
}

function readSome({ status, body }: Reply): Posted | undefined {
  const reply = someAccepted.safeParse(body);
  return status < 300 && reply.success ? reply.data : undefined;
}

/** Where no element is valid the reply is a problem document, which says of each what is wrong. */
function readNone(body: unknown): Posted | undefined {
  const problem = noneAccepted.safeParse(body);
  return problem.success ? { accepted: 0, rejected: problem.data.rejected } : undefined;
}

async function postHalves(client: HttpClient, path: string, lines: readonly string[]): Promise<Posted> {
  const middle = Math.ceil(lines.length / 2);
  const left = await postLines(client, path, lines.slice(0, middle));
  const right = await postLines(client, path, lines.slice(middle));
  const shifted = right.rejected.map((each) => ({ ...each, index: each.index + middle }));
  return { accepted: left.accepted + right.accepted, rejected: [...left.rejected, ...shifted] };
}
