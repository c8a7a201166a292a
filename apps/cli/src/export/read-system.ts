import { z } from "zod";
import { itemListSchema } from "@segue/shared/api/recommendations";
import { segmentProductsSchema } from "@segue/shared/api/sales";
import { segmentsSchema } from "@segue/shared/api/segments";
import type { SegmentsReply } from "@segue/shared/api/segments";
import { AppError } from "@segue/shared/errors";
import { SEGMENTER_DEFAULTS } from "@segue/shared/segmentation/segmenter-config";
import { ask } from "../ask.ts";
import type { HttpClient } from "../http-client.ts";
import type { SegmentLists } from "../report/segment-tables.ts";

/** What a running system says of its customers and segments. */
export interface SystemReading {
  readonly segments: SegmentsReply;
  /** Everybody who is in a segment, as the map's CSV. */
  readonly customers: string;
  readonly lists: readonly SegmentLists[];
}

/** Products of each list, as many as a report has. */
const LISTED = 10;
/** A million customers are read in one reply. */
const LONGEST_REPLY = 10 * 60_000;
/** Beyond every place on the map: its axes are sums of a few clipped standard deviations. */
const EVERYWHERE = "xMin=-1e9&xMax=1e9&yMin=-1e9&yMax=1e9";

/** Reads the segments, their customers and their lists. @throws AppError `no_segments` before the first model, or what {@link ask} throws */
export async function readSystem(client: HttpClient): Promise<SystemReading> {
  const segments = await ask(client, { path: "/v1/segments" }, segmentsSchema);
  if (segments.segments.length === 0) throw noSegments(client.url, segments);
  const customers = await ask(client, { path: `/v1/segments/map/customers?${EVERYWHERE}`, timeout: LONGEST_REPLY }, z.string());
  const lists: SegmentLists[] = [];
  for (const { id } of segments.segments) lists.push(await listsOf(client, id));
  return { segments, customers, lists };
}

async function listsOf(client: HttpClient, segmentId: string): Promise<SegmentLists> {
  const path = `/v1/segments/${encodeURIComponent(segmentId)}`;
  const recommended = await ask(client, { path: `${path}/recommendations?limit=${LISTED}` }, itemListSchema);
  const products = await ask(client, { path: `${path}/products?limit=${LISTED}` }, segmentProductsSchema);
  return { segmentId, recommended: recommended.items, boughtMore: products.items.map((product) => ({ ...product, orders: null, shareElsewhere: null })) };
}

function noSegments(url: string, { totals }: SegmentsReply): AppError {
  const { minCustomers } = SEGMENTER_DEFAULTS.refits;
  return new AppError("no_segments", `${url} has no segments yet: it knows ${totals.customers} customers, and the first model takes ${minCustomers} who differ; load purchases with "npx segue import FILE", then export again`);
}
