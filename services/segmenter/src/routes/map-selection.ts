import { Readable } from "node:stream";
import { problemSchema } from "@segue/shared/api/problem";
import { mapSelectionQuerySchema, SELECTION_DATES, SELECTION_IDS } from "@segue/shared/api/moves";
import type { CustomerSums } from "@segue/shared/customers/customer";
import { decodeSums } from "@segue/shared/customers/customer-codec";
import { AppError } from "@segue/shared/errors";
import type { StateStore } from "@segue/shared/ports/state-store";
import type { Assignment } from "@segue/shared/segmentation/model";
import type { SegmentModel } from "@segue/shared/segmentation/model";
import type { Summary } from "@segue/shared/segmentation/summary";
import type { z } from "zod";
import type { App } from "@segue/platform/http/create-app";
import type { SegmenterAppDeps } from "../app-deps.ts";
import { BOARD, readBoard } from "../board.ts";
import type { Cell } from "../csv.ts";
import { csvLines, dayCell } from "../csv.ts";
import { projectCustomer } from "../map-projection.ts";
import { fromJson } from "@segue/platform/json-bytes";
import { featuresOf, scoresAmong } from "../why.ts";
import type { Moment } from "../why.ts";

type Selection = z.output<typeof mapSelectionQuerySchema>;
type Features = Readonly<Record<string, number | null>>;

/** Customers between two breaths: others want answers meanwhile. */
const PAGE = 250;

export function mapSelectionRoutes(app: App, { store, clock }: SegmenterAppDeps): void {
  const schema = {
    summary: "Everybody in a rectangle of the map, not only of its sample, as CSV",
    tags: ["segmenter"],
    querystring: mapSelectionQuerySchema,
    response: { 200: { content: { "text/csv": { schema: { type: "string" } } } }, 400: problemSchema, 404: problemSchema },
  };
  app.get("/v1/segments/map/customers", { schema }, async ({ query }, reply) => {
    const summary = await readBoard<Summary>(store, BOARD.summary);
    if (summary === null || summary.model === null) throw new AppError("not_found", "there is no segment model yet, and so no map", { status: 404 });
    const known = ["pc1", "pc2", ...summary.model.features];
    for (const axis of [query.x, query.y]) {
      if (!known.includes(axis)) throw new AppError("invalid_request", `${axis} is no axis of the map: take one of ${known.join(", ")}`, { status: 400 });
    }
    const lines = linesOf(store, { summary, model: summary.model, selection: query, at: { now: summary.now || clock.now(), scoreOf: scoresAmong(summary) } });
    return reply.type("text/csv; charset=utf-8").header("content-disposition", 'attachment; filename="customers.csv"').send(Readable.from(lines));
  });
}

interface Context {
  readonly summary: Summary;
  readonly model: SegmentModel;
  readonly selection: Selection;
  /** When, and among whom, the features are taken. */
  readonly at: Moment;
}

async function* linesOf(store: StateStore, context: Context): AsyncGenerator<string> {
  const { model, summary } = context;
  const names = new Map(summary.segments.map(({ segment }) => [segment.id, segment.name]));
  yield csvLines([[...SELECTION_IDS, ...model.features, ...SELECTION_DATES]]);
  for (let cursor: string | null = null; ; ) {
    const page = await store.scan("assignments", { cursor, limit: PAGE });
    const customers = await store.get("customers", page.entries.map(({ id }) => id));
    const rows = page.entries.flatMap(({ id, value }, at) => {
      const bytes = customers[at];
      if (bytes === undefined) return [];
      const sums = decodeSums(id, bytes);
      const features = featuresOf(model.features, sums, context.at);
      if (!isInside(context, features)) return [];
      const { segmentId } = fromJson(value) as Assignment;
      return [[id, segmentId, names.get(segmentId) ?? segmentId, ...model.features.map((name) => features[name] ?? null), ...purchaseDays(sums)]];
    });
    if (rows.length > 0) yield csvLines(rows);
    cursor = page.cursor;
    if (cursor === null) return;
    await new Promise(setImmediate);
  }
}

/** Of somebody who has bought nothing, neither is known. */
const purchaseDays = ({ orders, firstTime, lastTime }: CustomerSums): Cell[] => (orders === 0 ? [null, null] : [dayCell(firstTime), dayCell(lastTime)]);

function isInside({ model, selection }: Context, features: Features): boolean {
  const point = projectCustomer(model, model.features.map((name) => features[name] ?? null));
  const at = (axis: string): number | null => (axis === "pc1" ? point.x : axis === "pc2" ? point.y : (features[axis] ?? null));
  const x = at(selection.x);
  const y = at(selection.y);
  return x !== null && y !== null && x >= selection.xMin && x <= selection.xMax && y >= selection.yMin && y <= selection.yMax;
}
