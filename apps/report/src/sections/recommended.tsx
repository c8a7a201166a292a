import { useCallback } from "preact/hooks";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import { barsOption } from "../charts/bars.ts";
import { Chart } from "../charts/chart.tsx";
import { Section } from "../components/section.tsx";
import { SegmentMark } from "../components/segment-mark.tsx";
import type { Found } from "../found.ts";
import { counted, figure, labelOf, percent } from "../words.ts";

type Purchases = NonNullable<Found["figures"]["purchases"]>[number];

const BARS = 6;

/** What each segment buys, and what it would be shown. */
export function Recommended({ found }: { readonly found: Found }) {
  const { purchases } = found.figures;
  if (purchases === null) {
    return (
      <Section number={8} title="Recommendations" finding="The file has no products, so there is nothing to recommend: analyse a purchase log to see what each segment buys more than others.">
        {null}
      </Section>
    );
  }
  return (
    <Section number={8} title="Recommendations" finding={findingOf(found, purchases)}>
      {purchases.map((bought, at) => (
        <SegmentProducts found={found} bought={bought} at={at} />
      ))}
    </Section>
  );
}

const titleOf = ({ productId, title }: { readonly productId: string; readonly title?: string }): string => title ?? productId;

function SegmentProducts({ found, bought, at }: { readonly found: Found; readonly bought: Purchases; readonly at: number }) {
  const name = found.names[at] ?? "";
  const top = bought.boughtMore.slice(0, BARS);
  const option = useCallback(
    (theme: ChartTheme) =>
      barsOption(
        {
          names: top.map(titleOf),
          show: (value) => percent(value),
          series: [
            { name: "of this segment's orders", values: top.map(({ share }) => share), colour: ({ tones, accent }) => tones[at % tones.length] ?? accent },
            { name: "of all other orders", values: top.map(({ shareElsewhere }) => shareElsewhere), colour: ({ muted }) => muted },
          ],
        },
        theme,
      ),
    [bought],
  );
  return (
    <article class="products">
      <h3>
        <SegmentMark at={at} name={name} />
      </h3>
      {top.length > 0 ? <Chart label={`Share of orders with the product: ${name} (in colour) and everybody else (grey), of ${counted(bought.orders, "order")}`} option={option} height={30 + top.length * 46} /> : <p>It buys nothing clearly more often than others do.</p>}
      <div class="lists" tabIndex={0} role="group" aria-label={`Lists for ${name}`}>
        <List title="Shown to somebody new" about="of whom nothing is known but the segment" items={bought.recommended} />
        {bought.examples.map((example) => (
          <List title={`Shown to customer ${example.customerId}`} about={aboutOf(found, example)} items={example.items} />
        ))}
      </div>
    </article>
  );
}

/** What is known of a customer that made the segment. */
function aboutOf({ figures }: Found, { features }: Purchases["examples"][number]): string {
  return Object.entries(features).map(([name, value]) => `${labelOf(figures, name)}: ${figure(value)}`).join(", ");
}

function List({ title, about, items }: { readonly title: string; readonly about: string; readonly items: Purchases["recommended"] }) {
  return (
    <div>
      <h4>{title}</h4>
      <p class="about">{about}</p>
      <ol>
        {items.slice(0, 5).map((item) => (
          <li>
            {titleOf(item)} <span class="why">{item.reason.text}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function findingOf({ names }: Found, purchases: readonly Purchases[]): string {
  const tops = purchases.flatMap(({ boughtMore }, at) => boughtMore.map((product) => ({ ...product, segment: names[at] ?? "" })));
  const [most] = tops.sort((a, b) => b.share - b.shareElsewhere - (a.share - a.shareElsewhere));
  if (most === undefined) return "No segment buys any product clearly more often than others do.";
  return `What tells segments apart most is ${titleOf(most)}: it is in ${percent(most.share)} of the orders of ${most.segment}, and in ${percent(most.shareElsewhere)} of all others.`;
}
