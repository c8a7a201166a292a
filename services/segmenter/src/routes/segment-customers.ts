import type { FastifyReply } from "fastify";
import { idParamsSchema } from "@segue/shared/api/ingest";
import { problemSchema } from "@segue/shared/api/problem";
import { segmentCustomersQuerySchema, segmentCustomersSchema } from "@segue/shared/api/segments";
import { AppError } from "@segue/shared/errors";
import type { StateStore } from "@segue/shared/ports/state-store";
import type { Assignment } from "@segue/shared/segmentation/model";
import type { App } from "@segue/platform/http/create-app";
import type { SegmenterAppDeps } from "../app-deps.ts";
import { segmentationIn } from "../board.ts";
import { toCsv } from "../csv.ts";
import { fromJson } from "@segue/platform/json-bytes";
import { assignmentsOf } from "../outputs.ts";
import { segmentNow } from "./segments.ts";

/** Assignments looked at for one page: a rare segment's page may come back short, with a cursor. */
const SCAN_LIMIT = 50_000;

interface Row {
  readonly customerId: string;
  readonly segment: string;
  readonly modelVersion: string;
}

export function segmentCustomerRoutes(app: App, { store }: SegmenterAppDeps): void {
  const schema = {
    summary: "The customers of a segment, page by page; CSV with Accept: text/csv",
    tags: ["segmenter"],
    params: idParamsSchema,
    querystring: segmentCustomersQuerySchema,
    response: {
      200: { content: { "application/json": { schema: segmentCustomersSchema }, "text/csv": { schema: { type: "string" } } } },
      400: problemSchema,
      404: problemSchema,
    },
  };
  app.get("/v1/segments/:id/customers", { schema }, async ({ params, query, headers }, reply) => {
    const from = query.cursor === undefined ? null : decodeCursor(query.cursor);
    await segmentNow(store, params.id);
    const { items, cursor } = await pageOf(store, params.id, { limit: query.limit, cursor: from });
    const page = { items: [...items], cursor: cursor === null ? null : encodeCursor(cursor) };
    return (headers.accept ?? "").includes("text/csv") ? sendCsv(reply, page, query.limit) : reply.send(page);
  });
}

function sendCsv(reply: FastifyReply, { items, cursor }: Page, limit: number): FastifyReply {
  if (cursor !== null) reply.header("link", `<?limit=${limit}&cursor=${cursor}>; rel="next"`);
  const text = toCsv(["customerId", "segment", "modelVersion"], items.map((row) => [row.customerId, row.segment, row.modelVersion]));
  return reply.type("text/csv; charset=utf-8").send(text);
}

interface Page {
  readonly items: readonly Row[];
  readonly cursor: string | null;
}

async function pageOf(store: StateStore, segmentId: string, page: { readonly limit: number; readonly cursor: string | null }): Promise<Page> {
  const items: Row[] = [];
  let { cursor } = page;
  for (let scanned = 0; scanned < SCAN_LIMIT && items.length < page.limit; ) {
    // Never more than still fit: only the store knows where to go on, and only at the end of what it was asked for.
    const found = await store.scan(assignmentsOf(segmentationIn(segmentId)), { cursor, limit: page.limit - items.length });
    items.push(...found.entries.flatMap(({ id, value }) => rowOf(id, fromJson(value) as Assignment, segmentId)));
    scanned += found.entries.length;
    cursor = found.cursor;
    if (cursor === null) break;
  }
  return { items, cursor };
}

function rowOf(customerId: string, assignment: Assignment, segmentId: string): Row[] {
  return assignment.segmentId === segmentId ? [{ customerId, segment: segmentId, modelVersion: assignment.modelVersion }] : [];
}

/** The store's cursors are any text; on the way to clients and back they are safe in a URL. */
const encodeCursor = (cursor: string): string => Buffer.from(cursor).toString("base64url");

function decodeCursor(text: string): string {
  const cursor = Buffer.from(text, "base64url").toString("utf8");
  if (cursor !== "" && encodeCursor(cursor) === text) return cursor;
  throw new AppError("invalid_request", "cursor is not one that a reply has given out", { status: 400 });
}
