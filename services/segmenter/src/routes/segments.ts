import { idParamsSchema } from "@segue/shared/api/ingest";
import { problemSchema } from "@segue/shared/api/problem";
import { acceptedCommandSchema, renameSchema, segmentationQuerySchema, segmentSchema, segmentsSchema } from "@segue/shared/api/segments";
import { AppError } from "@segue/shared/errors";
import type { StateStore } from "@segue/shared/ports/state-store";
import type { Segmentation } from "@segue/shared/segmentation/model";
import type { SegmentSummary, Summary } from "@segue/shared/segmentation/summary";
import type { App } from "@segue/platform/http/create-app";
import type { SegmenterAppDeps } from "../app-deps.ts";
import { boardOf, readBoard, segmentationIn } from "../board.ts";
import { modelsRecord } from "../outputs.ts";
import { toSegment, toSegments } from "../segment-reply.ts";

export function segmentRoutes(app: App, { log, store, clock }: SegmenterAppDeps): void {
  const list = { summary: "The segments as they are now", tags: ["segmenter"], querystring: segmentationQuerySchema, response: { 200: segmentsSchema } };
  app.get("/v1/segments", { schema: list }, async ({ query }) => {
    return toSegments(await summaryNow(store, query.segmentation), query.segmentation, clock.now());
  });

  const one = { tags: ["segmenter"], params: idParamsSchema, response: { 200: segmentSchema, 404: problemSchema } };
  app.get("/v1/segments/:id", { schema: { summary: "One segment", ...one } }, async ({ params }) => {
    const { summary, segment } = await segmentNow(store, params.id);
    return toSegment(summary, segment);
  });

  const rename = { summary: "Give a segment a name by hand; refits keep it", ...one, body: renameSchema };
  app.patch("/v1/segments/:id", { schema: rename, config: { scope: "admin" } }, async ({ params, body }) => {
    const name = body.name.trim();
    const { summary, segment } = await segmentNow(store, params.id);
    await log.append([modelsRecord({ schema: 1, type: "renamed", segmentId: params.id, name, time: clock.now() })]);
    return { ...toSegment(summary, segment), name };
  });

  const refit = { summary: "Fit the segments anew, as soon as the stream is calm", tags: ["segmenter"], querystring: segmentationQuerySchema, response: { 202: acceptedCommandSchema } };
  app.post("/v1/segments/refit", { schema: refit, config: { scope: "admin" } }, async ({ query }, reply) => {
    await log.append([modelsRecord({ schema: 1, type: "refit-requested", segmentation: query.segmentation, time: clock.now() })]);
    return reply.code(202).send({ accepted: true });
  });
}

/** What is shown of a segmentation now; `null` before it was first written. */
export const summaryNow = (store: StateStore, segmentation: Segmentation): Promise<Summary | null> => readBoard<Summary>(store, boardOf(segmentation).summary);

/** A segment of either segmentation. @throws AppError `not_found` */
export async function segmentNow(store: StateStore, id: string): Promise<{ readonly summary: Summary; readonly segment: SegmentSummary }> {
  return segmentIn(await summaryNow(store, segmentationIn(id)), id);
}

function segmentIn(summary: Summary | null, id: string): { readonly summary: Summary; readonly segment: SegmentSummary } {
  const segment = summary?.segments.find((candidate) => candidate.segment.id === id);
  if (summary === null || segment === undefined) {
    throw new AppError("not_found", `there is no segment ${id} in the current model; GET /v1/segments lists them`, { status: 404 });
  }
  return { summary, segment };
}
