import type { Progress } from "@segue/platform/readiness";
import { FOLDED } from "./serving-state.ts";
import type { ServingState } from "./serving-state.ts";

/** How far this recommender is. */
export function recommenderProgress({ offsets }: ServingState): readonly Progress[] {
  return FOLDED.map((topic): Progress => ({ group: "recommender", topic, applied: offsets[topic] }));
}
