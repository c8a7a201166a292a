import { idParamsSchema } from "@segue/shared/api/ingest";
import { problemSchema } from "@segue/shared/api/problem";
import { acceptedCommandSchema, renameSchema, segmentationQuerySchema, segmentSchema, segmentsSchema } from "@segue/shared/api/segments";
import { AppError } from "@segue/shared/errors";
import type { SegmentSummary, Summary } from "@segue/shared/segmentation/summary";
import type { App } from "@segue/platform/http/create-app";
import type { SegmenterAppDeps } from "../app-deps.ts";
import { BOARD, readBoard } from "../board.ts";
import { modelsRecord } from "../outputs.ts";
import { toSegment, toSegments } from "../segment-reply.ts";

export function segmentRoutes(app: App, { log, store, clock }: SegmenterAppDeps): void {
  const list = { summary: "The segments as they are now", tags: ["segmenter"], querystring: segmentationQuerySchema, response: { 200: segmentsSchema } };
  app.get("/v1/segments", { schema: list }, async ({ query }) => {
    const summary = query.segmentation === "behaviour" ? await readBoard<Summary>(store, BOARD.summary) : null;
    return toSegments(summary, query.segmentation, clock.now());
  });

  const one = { tags: ["segmenter"], params: idParamsSchema, response: { 200: segmentSchema, 404: problemSchema } };
  app.get("/v1/segments/:id", { schema: { summary: "One segment", ...one } }, async ({ params }) => {
    const { summary, segment } = segmentIn(await readBoard<Summary>(store, BOARD.summary), params.id);
    return toSegment(summary, segment);
  });

  const rename = { summary: "Give a segment a name by hand; refits keep it", ...one, body: renameSchema };
  app.patch("/v1/segments/:id", { schema: rename, config: { scope: "admin" } }, async ({ params, body }) => {
    const name = body.name.trim();
    const { summary, segment } = segmentIn(await readBoard<Summary>(store, BOARD.summary), params.id);
    await log.append([modelsRecord({ schema: 1, type: "renamed", segmentId: params.id, name, time: clock.now() })]);
    return { ...toSegment(summary, segment), name };
  });

  const refit = { summary: "Fit the segments anew, as soon as the stream is calm", tags: ["segmenter"], response: { 202: acceptedCommandSchema } };
  app.post("/v1/segments/refit", { schema: refit, config: { scope: "admin" } }, async (_request, reply) => {
    await log.append([modelsRecord({ schema: 1, type: "refit-requested", segmentation: "behaviour", time: clock.now() })]);
    return reply.code(202).send({ accepted: true });
  });
}

/** @throws AppError `not_found` */
export function segmentIn(summary: Summary | null, id: string): { readonly summary: Summary; readonly segment: SegmentSummary } {
  const segment = summary?.segments.find((candidate) => candidate.segment.id === id);
  if (summary === null || segment === undefined) {
    throw new AppError("not_found", `there is no segment ${id} in the current model; GET /v1/segments lists them`, { status: 404 });
  }
  return { summary, segment };
}
