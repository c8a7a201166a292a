import type { SegmentsReply } from "@segue/shared/api/segments";
import type { Segmentation } from "./address.ts";
import { useServices } from "./services.ts";
import type { LiveView } from "./use-live.ts";
import { useResource } from "./use-resource.ts";
import type { Resource } from "./use-resource.ts";
import { useTicks } from "./use-ticks.ts";

/** Between two looks at the tastes while the stream moves on, and between two where it may stand still, in milliseconds. */
const EVERY = 3_000;
const LOOK = 10_000;

/** The segments of a segmentation. The stream carries those of behaviour only: tastes are asked for when these change, as a purchase changes both, and now and then. */
export function useSegmentation(segmentation: Segmentation, live: LiveView): Resource<SegmentsReply> {
  const { api } = useServices();
  const isTaste = segmentation === "taste";
  const tick = useTicks(LOOK);
  const tastes = useResource({ key: segmentation, load: async () => (isTaste ? api.segments(segmentation) : null), on: isTaste ? ["segments"] : [], tick, every: EVERY });
  if (isTaste) return { ...tastes };
  return { data: live.segments, error: null, loading: live.segments === null, reload: async () => live.refresh() };
}
