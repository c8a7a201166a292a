import type { RefitInput, RefitResult } from "./refit-input.ts";
import { distinctRows, rawPoints, usableRows } from "./refit-input.ts";
import { bestFit, FEWEST_SEGMENTS } from "./refit-fit.ts";
import { describeModel } from "./refit-model.ts";
import { previousSpace } from "./previous-space.ts";
import { inTasteSpace } from "./taste-space.ts";
import { fitScaler, scalePoints, unscaled } from "../scaler.ts";

/**
 * A new segmentation of all customers (segmentation.md 5.4): scale, seed by Ward, polish by k-means for every k of the range, choose k,
 * keep the segments' ids and names where their customers stayed together. The same input gives the same bytes.
 */
export function refit(asked: RefitInput): RefitResult {
  const input = inTasteSpace(asked);
  const rows = usableRows(input);
  const raw = rawPoints(input, rows);
  const scaler = input.taste === undefined ? fitScaler(raw, input.features, input.clip) : unscaled(input.features.length);
  const scaled = scalePoints(scaler, raw);
  const distinct = distinctRows(scaled, Math.max(FEWEST_SEGMENTS, input.kRange.max));
  const customers = rows.length;
  if (customers < input.minCustomers) {
    return { kind: "not-enough", message: `${customers} customers can be segmented, ${input.minCustomers} are needed`, customers, distinct };
  }
  if (distinct < FEWEST_SEGMENTS) return { kind: "not-enough", message: "all customers are alike", customers, distinct };
  const data = { raw, scaler, scaled, rows, distinct, previous: previousSpace(input, { raw, scaler, scaled, rows }) };
  return { kind: "model", model: describeModel(input, data, bestFit(input, data)) };
}
