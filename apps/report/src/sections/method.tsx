import { useCallback } from "preact/hooks";
import type { ReportData } from "@segue/shared/analysis/report-data";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import { barsOption } from "../charts/bars.ts";
import { Chart } from "../charts/chart.tsx";
import { Section } from "../components/section.tsx";
import { Table } from "../components/table.tsx";
import { figure, labelOf, listed, percent } from "../words.ts";

/** Everything it takes to come to the same figures again. */
export function Method({ data: { figures } }: { readonly data: ReportData }) {
  const { parameters, source, kmeans, k } = figures;
  const option = useCallback(
    (theme: ChartTheme) =>
      barsOption({ names: ["k-means", "mini-batches, one pass"], show: figure, series: [{ name: "inertia", values: [kmeans?.inertia ?? 0, kmeans?.miniBatchInertia ?? 0], colour: ({ accent, muted }, at) => (at === 0 ? accent : muted) }] }, theme),
    [figures],
  );
  return (
    <Section number={10} title="How this was computed" finding={`Version ${parameters.version} with seed ${parameters.seed}: the same command on the same file gives the same figures${kmeans === null ? "" : `, an inertia of ${kmeans.inertia.toFixed(3)} at k = ${k?.chosen ?? 0}; one pass of mini-batches, as over a stream without keys, would come to ${percent(kmeans.miniBatchInertia / kmeans.inertia - 1)} more`}.`}>
      {kmeans !== null && <Chart label="Inertia of k-means and of one pass of mini-batches: less is better" option={option} height={110} />}
      <Table
        caption="Parameters"
        head={["parameter", "value"]}
        rows={[
          ["file", source.file],
          ["taken for", source.description],
          ["features", featuresOf(figures)],
          ["number of segments", parameters.k === null ? "chosen" : `${parameters.k}, as asked for`],
          ["seed", String(parameters.seed)],
          ...(parameters.net === null ? [] : [["money", parameters.net ? "net of returns" : "before returns"]]),
          ["version of Segue", parameters.version],
          ["scaling", "z-scores, of log1p where a column is skewed"],
          ["k-means", "Lloyd's algorithm from Ward's cuts and k-means++ seeds, the best of all"],
          ["hierarchy", "Ward's, by nearest-neighbour chains"],
        ]}
      />
    </Section>
  );
}

const featuresOf = (figures: ReportData["figures"]): string => listed(figures.parameters.features.map((name) => labelOf(figures, name))) || "none";
