import type { MapReply } from "../api.ts";
import { featureLabel, featureMean } from "./features.ts";
import { mean, percent, wholeMoney } from "./numbers.ts";

const COMPONENTS: Readonly<Record<string, number>> = { pc1: 0, pc2: 1 };
const UNITS: Readonly<Record<string, string>> = { recency: "days since the last order", frequency: "orders", tenure: "days a customer", age: "years" };

/** The name of an axis of the map; with the map, how much of all differences a component shows. */
export function axisLabel(axis: string, map: MapReply | null): string {
  const component = COMPONENTS[axis];
  if (component === undefined) return map === null ? featureLabel(axis) : (UNITS[axis] ?? featureLabel(axis));
  const name = `Component ${component + 1}`;
  const variance = map?.axes[component]?.explainedVariance;
  return variance === undefined ? name : `${name} (${percent(variance)} of the differences)`;
}

/** For the ticks of an axis. */
export function axisFormat(axis: string, currency: string | null): (value: number) => string {
  if (axis === "monetary" || axis === "averageBasket" || axis === "annualIncome") return (value) => wholeMoney(value, currency);
  return axis === "returnRate" ? percent : mean;
}

/** One customer's place on an axis. */
export function axisText(axis: string, value: number, currency: string | null): string {
  return axis in COMPONENTS ? `${axisLabel(axis, null)} ${mean(value)}` : `${featureLabel(axis)} ${featureMean(axis, value, currency)}`;
}
