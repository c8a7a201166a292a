import { expect, it } from "vitest";
import { createMetrics } from "@segue/platform/metrics";
import { adoptRanker } from "@segue/shared/recommendation/model/adopt-ranker";
import { RANKER_FEATURES } from "@segue/shared/recommendation/ranking/features";
import { setGauges } from "./gauges.ts";
import { fixedSampling } from "./sampling.ts";
import { createServingState } from "./serving-state.ts";

it("exports what the model takes by part, and its budget for one more product and customer", async () => {
  const metrics = createMetrics();
  setGauges(metrics, createServingState(), fixedSampling(0.3));
  const text = await metrics.registry.metrics();

  for (const part of ["products", "customers", "postings", "lists", "pairs", "associations", "lessons", "segments"]) expect(text).toContain(`segue_model_bytes{part="${part}"}`);
  for (const per of ["product", "customer"]) expect(text).toMatch(new RegExp(`segue_model_budget_bytes\\{per="${per}"\\} [1-9]`));
  expect(text).toContain("segue_quality_sampling 0.3");
});

it("exports what the ranker could be fitted to, and what it was", async () => {
  const metrics = createMetrics();
  const state = createServingState();
  state.lessons.noted = 1_700;
  setGauges(metrics, state, fixedSampling(1));
  const valueOf = async (name: string): Promise<string | undefined> => new RegExp(`^${name} (\\d+)$`, "mu").exec(await metrics.registry.metrics())?.[1];
  expect([await valueOf("segue_ranker_lessons"), await valueOf("segue_ranker_fitted_lessons"), await valueOf("segue_ranker_due")]).toEqual(["1700", "0", "1"]);
  adoptRanker(state.model, { ranker: { features: RANKER_FEATURES, trees: [] }, noted: 1_200, time: 0 });
  setGauges(metrics, state, fixedSampling(1));
  expect([await valueOf("segue_ranker_fitted_lessons"), await valueOf("segue_ranker_due")]).toEqual(["1200", "0"]);
});
