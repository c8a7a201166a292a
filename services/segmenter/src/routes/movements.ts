import { driftSchema, historySchema, mapSchema, segmentationQuerySchema, transitionsSchema } from "@segue/shared/api/segments";
import type { App } from "@segue/platform/http/create-app";
import type { SegmenterAppDeps } from "../app-deps.ts";
import { boardOf, readBoard, readNames } from "../board.ts";
import type { HistoryEntry, MapPoint, ModelEntry } from "../board.ts";
import { projectCustomer, projectPoint } from "../map-projection.ts";
import { toDrift } from "../replies.ts";
import { summaryNow } from "./segments.ts";

/** Where segments lie, how they drift, and how they have moved. */
export function movementRoutes(app: App, { store }: SegmenterAppDeps): void {
  const map = { summary: "A sample of the customers in two dimensions (PCA of the model's space)", tags: ["segmenter"], querystring: segmentationQuerySchema, response: { 200: mapSchema } };
  app.get("/v1/segments/map", { schema: map }, async ({ query }) => {
    const [summary, points] = await Promise.all([summaryNow(store, query.segmentation), readBoard<MapPoint[]>(store, boardOf(query.segmentation).map)]);
    const model = summary?.model ?? null;
    if (model === null) return { modelVersion: null, axes: [], features: [], items: [], centroids: [] };
    return {
      modelVersion: summary?.modelVersion ?? null,
      axes: model.projection.axes.map((axis, index) => ({
        explainedVariance: model.projection.explainedVariance[index] ?? 0,
        loadings: Object.fromEntries(model.features.map((feature, at) => [feature, axis[at] ?? 0])),
      })),
      features: [...model.features],
      items: (points ?? []).map(({ customerId, segmentId, values }) => ({ customerId, segment: segmentId, ...projectCustomer(model, values), values: [...values] })),
      centroids: model.segments.map(({ id, centroid }) => ({ segment: id, ...projectPoint(model, centroid) })),
    };
  });

  const drift = { summary: "How far the live segments are from their last fit", tags: ["segmenter"], querystring: segmentationQuerySchema, response: { 200: driftSchema } };
  app.get("/v1/segments/drift", { schema: drift }, async ({ query }) => toDrift(await summaryNow(store, query.segmentation)));

  const transitions = { summary: "What became of segments at each refit, newest last", tags: ["segmenter"], querystring: segmentationQuerySchema, response: { 200: transitionsSchema } };
  app.get("/v1/segments/transitions", { schema: transitions }, async ({ query }) => {
    const models = (await readBoard<ModelEntry[]>(store, boardOf(query.segmentation).models)) ?? [];
    return {
      items: models.map(({ version, fittedAt, churn, transitions: moved }) => ({
        modelVersion: version,
        time: new Date(fittedAt).toISOString(),
        churn,
        transitions: moved.map(({ type, from, to, customers }) => ({ type, from: [...from], to: [...to], customers })),
      })),
    };
  });

  const history = { summary: "Sizes of the segments over time, newest last", tags: ["segmenter"], querystring: segmentationQuerySchema, response: { 200: historySchema } };
  app.get("/v1/segments/history", { schema: history }, async ({ query }) => {
    const entries = (await readBoard<HistoryEntry[]>(store, boardOf(query.segmentation).history)) ?? [];
    return { names: await readNames(store, query.segmentation), items: entries.map(({ time, ...entry }) => ({ ...entry, time: new Date(time).toISOString() })) };
  });
}
