import { activitySchema } from "@segue/shared/api/activity";
import type { App } from "@segue/platform/http/create-app";
import type { ActivityPoint } from "../activity.ts";
import type { SegmenterAppDeps } from "../app-deps.ts";
import { BOARD, readBoard } from "../board.ts";
import { toActivity } from "../replies.ts";

/** What the stream has done in the last hour at work. */
export function activityRoutes(app: App, { store }: SegmenterAppDeps): void {
  const schema = { summary: "Events a second, freshness and moves between segments, in steps of five seconds", tags: ["segmenter"], response: { 200: activitySchema } };
  app.get("/v1/activity", { schema }, async () => toActivity((await readBoard<ActivityPoint[]>(store, BOARD.activity)) ?? [], Date.now()));
}
