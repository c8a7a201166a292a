import type { ComponentChildren } from "preact";
import type { QualityReply } from "../api.ts";
import type { LiveView } from "../state/use-live.ts";
import { moment } from "../words/dates.ts";
import { count, percent } from "../words/numbers.ts";
import { Bar } from "./bar.tsx";

/** The shop at a glance: how much there is, what time it is in the stream, and whether the lists are any good. */
export function Totals({ live: { segments, quality } }: { readonly live: LiveView }) {
  const totals = segments?.totals;
  return (
    <section class="totals" aria-label="Totals" aria-busy={segments === null}>
      <dl>
        <Figure label="Customers" value={totals && count(totals.customers)} />
        <Figure label="Orders" value={totals && count(totals.orders)} />
        <Figure label="Revenue" value={totals && count(totals.revenue)} note="before returns" />
        <Figure label="Stream time" value={segments === null ? undefined : <time dateTime={segments.asOf}>{moment(segments.asOf)}</time>} wide />
        <Quality quality={quality} />
      </dl>
    </section>
  );
}

interface FigureProps {
  readonly label: string;
  readonly value: ComponentChildren;
  readonly note?: string;
  readonly wide?: boolean;
}

function Figure({ label, value, note, wide = false }: FigureProps) {
  return (
    <div class={wide ? "figure figure-wide" : "figure"}>
      <dt>{label}</dt>
      <dd class="figure-value">{value ?? <span class="skeleton skeleton-figure" />}</dd>
      {note !== undefined && <dd class="figure-note">{note}</dd>}
    </div>
  );
}

function Quality({ quality }: { readonly quality: QualityReply | null }) {
  const rate = (method: string): number => quality?.items.find((item) => item.method === method)?.hitRate10 ?? 0;
  const measured = quality !== null && quality.baskets > 0;
  return (
    <div class="figure figure-quality">
      <dt>Hit rate of our ten picks</dt>
      <dd class="figure-value">{quality === null ? <span class="skeleton skeleton-figure" /> : measured ? percent(rate("segue")) : "Not measured yet"}</dd>
      {measured && (
        <dd class="comparison">
          <Bar share={rate("segue")} kind="ours" />
          <Bar share={rate("popular")} kind="theirs" />
          <span class="figure-note">
            best-sellers {percent(rate("popular"))} · last {count(Math.min(quality.baskets, quality.window))} orders
          </span>
        </dd>
      )}
    </div>
  );
}
