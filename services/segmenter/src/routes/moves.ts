import { idParamsSchema } from "@segue/shared/api/ingest";
import { flowsQuerySchema, flowsSchema, movesQuerySchema, movesSchema, pathSchema } from "@segue/shared/api/moves";
import type { Summary } from "@segue/shared/segmentation/summary";
import type { App } from "@segue/platform/http/create-app";
import type { SegmenterAppDeps } from "../app-deps.ts";
import { BOARD, readBoard, readNames } from "../board.ts";
import { dayOf, decodePath, flowsId, sumFlows } from "../moves.ts";
import type { DayFlows, Move } from "../moves.ts";

const DAY = 86_400_000;
const iso = (time: number): string => new Date(time).toISOString();

/** How customers have moved between segments. */
export function moveRoutes(app: App, { store, clock }: SegmenterAppDeps): void {
  const flows = { summary: "Moves between segments over the last days, counted by pair and cause", tags: ["segmenter"], querystring: flowsQuerySchema, response: { 200: flowsSchema } };
  app.get("/v1/segments/flows", { schema: flows }, async ({ query }) => {
    const summary = await readBoard<Summary>(store, BOARD.summary);
    const now = summary === null || summary.now === 0 ? clock.now() : summary.now;
    const last = dayOf(now);
    const days = await Promise.all(Array.from({ length: query.days }, (_, at) => readBoard<DayFlows>(store, flowsId(last - at))));
    const items = sumFlows(days).filter(({ cause }) => query.cause === undefined || cause === query.cause);
    return { from: iso((last - query.days + 1) * DAY), to: iso(now), names: await readNames(store), items: items.map((flow) => ({ ...flow })) };
  });

  const moves = { summary: "The latest moves of single customers, newest first", tags: ["segmenter"], querystring: movesQuerySchema, response: { 200: movesSchema } };
  app.get("/v1/segments/moves", { schema: moves }, async ({ query }) => {
    const wanted = ({ from, to, cause }: Move): boolean =>
      (query.from === undefined || from === query.from) && (query.to === undefined || to === query.to) && (query.cause === undefined || cause === query.cause);
    const all = (await readBoard<Move[]>(store, BOARD.moves)) ?? [];
    const items = all.filter(wanted).reverse().slice(0, query.limit);
    return { names: await readNames(store), items: items.map(({ time, ...move }) => ({ ...move, time: iso(time) })) };
  });

  const path = { summary: "A customer's segments over time, oldest first", tags: ["segmenter"], params: idParamsSchema, response: { 200: pathSchema } };
  app.get("/v1/customers/:id/path", { schema: path }, async ({ params }) => {
    const [bytes] = await store.get("paths", [params.id]);
    return { names: await readNames(store), items: decodePath(bytes).map(({ time, ...step }) => ({ ...step, time: iso(time) })) };
  });
}
