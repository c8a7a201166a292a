import { expect, it } from "vitest";
import { createMetrics } from "@segue/platform/metrics";
import { setGauges } from "./gauges.ts";
import { createServingState } from "./serving-state.ts";

it("exports what the model takes by part, and its budget for one more product and customer", async () => {
  const metrics = createMetrics();
  setGauges(metrics, createServingState());
  const text = await metrics.registry.metrics();

  for (const part of ["products", "customers", "postings", "lists", "pairs", "associations", "segments"]) expect(text).toContain(`segue_model_bytes{part="${part}"}`);
  for (const per of ["product", "customer"]) expect(text).toMatch(new RegExp(`segue_model_budget_bytes\\{per="${per}"\\} [1-9]`));
});
