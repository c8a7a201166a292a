import { useCallback } from "preact/hooks";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import { Chart } from "../charts/chart.tsx";
import { lineOption } from "../charts/line-options.ts";
import type { SalesReply } from "@segue/shared/api/sales";
import { useServices } from "../state/services.ts";
import { useResource } from "../state/use-resource.ts";
import { count, counted } from "../words/numbers.ts";
import { Card, Known, Nothing } from "./states.tsx";

const EVERY = 5_000;
const HEIGHT = 210;

/** How much of a product has been sold, week by week. */
export function SalesCard({ productId }: { readonly productId: string }) {
  const { api } = useServices();
  const sales = useResource({ key: productId, load: () => api.sales(productId), on: ["segments"], every: EVERY });
  return (
    <Card title="Units sold" id="sales" class="spaced" note="By week of the stream, before returns, a year at most" busy={sales.loading}>
      <Known resource={sales} what="sales" tall>
        {(data) => <Weeks sales={data} />}
      </Known>
    </Card>
  );
}

function Weeks({ sales: { weeks } }: { readonly sales: SalesReply }) {
  const units = weeks.reduce((sum, week) => sum + week.units, 0);
  const option = useCallback(
    (theme: ChartTheme) => lineOption({ theme, series: [{ name: "units in the week", colour: theme.accent, points: weeks.map(({ week, units: sold }) => [Date.parse(week), sold]) }], format: count, min: 0 }),
    [weeks],
  );
  if (weeks.length === 0) return <Nothing>None yet.</Nothing>;
  return <Chart label={`${counted(units, ["unit", "units"])} sold in ${counted(weeks.length, ["week", "weeks"])}`} option={option} height={HEIGHT} />;
}
