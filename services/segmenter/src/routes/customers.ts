import { problemSchema } from "@segue/shared/api/problem";
import { customerParamsSchema, customerReplySchema } from "@segue/shared/api/segments";
import type { CustomerReply } from "@segue/shared/api/segments";
import { viewCustomer } from "@segue/shared/customers/customer-codec";
import type { CustomerView } from "@segue/shared/customers/customer-codec";
import { majorUnits } from "@segue/shared/customers/money";
import { AppError } from "@segue/shared/errors";
import type { Assignment } from "@segue/shared/segmentation/model";
import type { Summary } from "@segue/shared/segmentation/summary";
import type { App } from "@segue/platform/http/create-app";
import type { SegmenterAppDeps } from "../app-deps.ts";
import { fromJson } from "@segue/platform/json-bytes";
import { summaryNow } from "./segments.ts";
import { featuresOf, scoresAmong, standingOf, whyText } from "../why.ts";

/** Products of the history that are shown, latest first. */
const SHOWN_ITEMS = 50;

export function customerRoutes(app: App, { store, clock }: SegmenterAppDeps): void {
  const schema = {
    summary: "What is known of a customer: features, segment and why, recent products",
    tags: ["segmenter"],
    params: customerParamsSchema,
    response: { 200: customerReplySchema, 404: problemSchema },
  };
  app.get("/v1/customers/:id", { schema }, async ({ params: { id } }) => {
    const [[bytes], [assigned], [tasting], summary, tastes] = await Promise.all([
      store.get("customers", [id]),
      store.get("assignments", [id]),
      store.get("tastes", [id]),
      summaryNow(store, "behaviour"),
      summaryNow(store, "taste"),
    ]);
    if (bytes === undefined) throw new AppError("not_found", `there is no customer ${id}`, { status: 404 });
    const assignment = assigned === undefined ? null : (fromJson(assigned) as Assignment);
    const taste = tasting === undefined ? null : toSegmentRef(fromJson(tasting) as Assignment, tastes);
    return toReply(viewCustomer(id, bytes), { assignment, taste, summary, now: clock.now() });
  });
}

interface Context {
  readonly assignment: Assignment | null;
  readonly taste: CustomerReply["taste"];
  readonly summary: Summary | null;
  readonly now: number;
}

const NO_SEGMENTS: Pick<Summary, "columns" | "model"> = { columns: [], model: null };

function toReply(customer: CustomerView, { assignment, taste, summary, now }: Context): CustomerReply {
  const { columns, model } = summary ?? NO_SEGMENTS;
  const features = featuresOf(columns, customer, { now, scoreOf: scoresAmong(summary) });
  return {
    customerId: customer.customerId,
    segment: assignment === null ? null : toSegmentRef(assignment, summary),
    taste,
    why: whyText(model, features),
    ...standingOf(model, features, assignment?.segmentId ?? null),
    features,
    currency: customer.currency,
    orders: customer.orders,
    units: customer.units,
    revenue: majorUnits(customer.gross - customer.returned, customer.currency),
    firstPurchase: isoTime(customer.firstTime),
    lastPurchase: isoTime(customer.lastTime),
    profile: Object.fromEntries(Object.entries(customer.profile).flatMap(([key, { value }]) => (value === null ? [] : [[key, value]]))),
    items: recentItems(customer),
  };
}

function toSegmentRef({ segmentId, modelVersion }: Assignment, summary: Summary | null): NonNullable<CustomerReply["segment"]> {
  const name = summary?.segments.find(({ segment }) => segment.id === segmentId)?.segment.name;
  return { id: segmentId, name: name ?? segmentId, modelVersion };
}

const isoTime = (time: number): string | null => (time === 0 ? null : new Date(time).toISOString());

/** Of equal times the product that came into the history later is first. */
function recentItems({ items }: CustomerView): CustomerReply["items"] {
  return items.list
    .slice()
    .reverse()
    .sort((a, b) => b.last - a.last)
    .slice(0, SHOWN_ITEMS)
    .map(({ productId, count, units, lastPrice, last }) => ({ productId, baskets: count, units, lastPrice, lastPurchase: new Date(last).toISOString() }));
}
