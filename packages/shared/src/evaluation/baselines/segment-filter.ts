import type { Method } from "../method.ts";
import type { Past } from "../past.ts";
import type { SegmentTrack } from "../segment-track.ts";
import { vmis } from "./vmis.ts";

/**
 * Segments as a hard filter: {@link vmis} that looks at baskets of the customer's own segment only. It is here to show what that
 * costs (design 3.2: hard partitions lose 10 to 19 %).
 */
export function segmentFilter(past: Past, track: SegmentTrack): Method {
  const { customers } = past.log;
  const current = new Int32Array(past.buyers.length).fill(-1);
  const method = vmis(past, (basket, question) => current[customers[basket]] === track.before[question.basket]);
  return {
    predict(question) {
      current[question.customer] = track.before[question.basket];
      return method.predict(question);
    },
    learn(basket) {
      current[customers[basket]] = track.after[basket];
      method.learn(basket);
    },
  };
}
