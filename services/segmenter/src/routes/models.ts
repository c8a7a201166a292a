import { z } from "zod";
import { problemSchema } from "@segue/shared/api/problem";
import { acceptedCommandSchema, modelsSchema, segmentationQuerySchema } from "@segue/shared/api/segments";
import type { Segmentation } from "@segue/shared/segmentation/model";
import { AppError } from "@segue/shared/errors";
import type { App } from "@segue/platform/http/create-app";
import type { SegmenterAppDeps } from "../app-deps.ts";
import { boardOf, readBoard, segmentationIn } from "../board.ts";
import type { ModelEntry } from "../board.ts";
import { modelsRecord } from "../outputs.ts";
import { toModels } from "../replies.ts";

const params = z.object({ version: z.string().max(128), decision: z.enum(["adopt", "reject"]) });

export function modelRoutes(app: App, { log, store, clock }: SegmenterAppDeps): void {
  const models = async (segmentation: Segmentation): Promise<ModelEntry[]> => (await readBoard<ModelEntry[]>(store, boardOf(segmentation).models)) ?? [];

  const list = { summary: "The models so far, newest last", tags: ["segmenter"], querystring: segmentationQuerySchema, response: { 200: modelsSchema } };
  app.get("/v1/models", { schema: list }, async ({ query }) => toModels(await models(query.segmentation)));

  const decide = {
    summary: "Adopt or reject a candidate: a model that would move many customers waits for this",
    tags: ["segmenter"],
    params,
    response: { 202: acceptedCommandSchema, 404: problemSchema, 409: problemSchema },
  };
  app.post("/v1/models/:version/:decision", { schema: decide, config: { scope: "admin" } }, async ({ params: { version, decision } }, reply) => {
    const segmentation = segmentationIn(version);
    const model = (await models(segmentation)).find((known) => known.version === version);
    if (model === undefined) throw new AppError("not_found", `there is no model ${version}; GET /v1/models lists them`, { status: 404 });
    if (model.status !== "candidate") throw new AppError("not_a_candidate", `model ${version} is ${model.status}, only a candidate can be decided on`, { status: 409 });
    const type = decision === "adopt" ? "adopted" : "rejected";
    await log.append([modelsRecord({ schema: 1, type, segmentation, version, time: clock.now() })]);
    return reply.code(202).send({ accepted: true });
  });
}
