import type { QualityReply } from "../api.ts";
import { useServices } from "../state/services.ts";
import { useResource } from "../state/use-resource.ts";
import { count, percent } from "../words/numbers.ts";
import { Bar } from "./bar.tsx";
import { Card, Known, Nothing } from "./states.tsx";

/** A mean over a thousand baskets moves slowly. */
const EVERY = 5_000;
const METHODS = [
  ["segue", "Our ten picks", "ours"],
  ["popular", "Best-sellers", "theirs"],
] as const;

/** Whether the lists are any good: measured on the stream, beside the plainest list there is. */
export function QualityCard() {
  const { api } = useServices();
  const quality = useResource({ key: "quality", load: api.quality, on: ["segments"], every: EVERY });
  return (
    <Card title="Quality of the recommendations" id="quality" busy={quality.loading}>
      <Known resource={quality} what="quality">
        {(data) => <Comparison quality={data} />}
      </Known>
    </Card>
  );
}

function Comparison({ quality }: { readonly quality: QualityReply }) {
  if (quality.baskets === 0) return <Nothing>Not measured yet: it takes customers who order again.</Nothing>;
  const rateOf = (method: string): number => quality.items.find((item) => item.method === method)?.hitRate10 ?? 0;
  const ratio = rateOf("popular") === 0 ? null : rateOf("segue") / rateOf("popular");
  return (
    <div class="quality">
      <dl>
        {METHODS.map(([method, label, kind]) => (
          <div key={method} data-method={method}>
            <dt>{label}</dt>
            <dd>
              <Bar share={rateOf(method)} kind={kind} />
              <strong>{percent(rateOf(method))}</strong>
            </dd>
          </div>
        ))}
      </dl>
      <p class="card-note">
        Of the last {count(Math.min(quality.baskets, quality.window))} sampled orders, so many held something the list had named before.
        {ratio !== null && ` That is ${new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 }).format(ratio)} times as many.`}
      </p>
    </div>
  );
}
