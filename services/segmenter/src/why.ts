import { featureNamed } from "@segue/shared/customers/features";
import type { CustomerSums } from "@segue/shared/customers/customer";
import { scaleValue } from "@segue/shared/segmentation/scaler";
import type { SegmentModel } from "@segue/shared/segmentation/model";

/** From this many standard deviations on, a value stands out. */
const STANDS_OUT = 0.5;

/** Feature values in natural units, `null` where not known. */
export function featuresOf(names: readonly string[], customer: CustomerSums, now: number): Record<string, number | null> {
  return Object.fromEntries(
    names.map((name) => {
      const value = featureNamed(name)?.of(customer, now) ?? Number.NaN;
      return [name, Number.isNaN(value) ? null : value];
    }),
  );
}

/** Why a customer is where they are: what stands out against everybody, strongest first. */
export function whyText(model: SegmentModel | null, features: Readonly<Record<string, number | null>>): string {
  if (model === null) return "there is no segment model yet";
  const scored = model.features.map((name, index) => ({ name, z: scaleValue(model.scaler, index, features[name] ?? Number.NaN) }));
  const known = scored.filter(({ z }) => Number.isFinite(z));
  if (known.length === 0) return "nothing is known of this customer that segments are made from";
  const notable = known.filter(({ z }) => Math.abs(z) >= STANDS_OUT).sort((a, b) => Math.abs(b.z) - Math.abs(a.z));
  if (notable.length === 0) return "close to the average customer in everything";
  return notable.map(({ name, z }) => `${name} ${z > 0 ? "+" : "−"}${Math.abs(z).toFixed(2)} sd`).join(", ");
}
