import { useCallback } from "preact/hooks";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import type { Found } from "../found.ts";
import { Chart } from "../charts/chart.tsx";
import { heatMapOption, heatMapWidth } from "../charts/heat-map.ts";
import { silhouetteOption } from "../charts/segment-charts.ts";
import { treeOption } from "../charts/tree.ts";
import { Section } from "../components/section.tsx";
import { Table } from "../components/table.tsx";
import { figure, percent, whole } from "../words.ts";

/** Two ways to segment, and where they differ. */
export function Agreement({ found }: { readonly found: Found }) {
  const { kmeans, hierarchical, k, pictures, names } = found;
  const tree = useCallback((theme: ChartTheme) => treeOption({ tree: pictures.tree, k: k.chosen, heights: hierarchical.heights }, theme), [found]);
  const silhouettes = useCallback((theme: ChartTheme) => silhouetteOption({ rows: pictures.rows, names, mean: kmeans.silhouette }, theme), [found]);
  const clusters = hierarchical.sizes.map((_, at) => `Ward ${at + 1}`);
  const largest = Math.max(...pictures.agreement.flat(), 1);
  const crossing = useCallback((theme: ChartTheme) => heatMapOption({ columns: clusters, rows: names, values: pictures.agreement, full: largest, show: whole }, theme), [found]);
  return (
    <Section number={5} title="K-means and hierarchical side by side" finding={findingOf(found)}>
      <Chart label={`Dendrogram of Ward's hierarchy, its last merges; ${k.chosen} clusters in colour, the largest first as in the segments`} option={tree} height={320} />
      <Chart label="Silhouette of each customer by segment: above 0 is nearer to its own segment than to the next" option={silhouettes} height={260} />
      <Chart label="Customers by segment (rows) and Ward's cluster (columns)" option={crossing} height={90 + names.length * 44} minWidth={heatMapWidth(clusters.length)} />
      <Table
        caption="Both, in figures"
        head={["figure", "K-means", "Ward's hierarchy"]}
        rows={[
          ["sizes", kmeans.sizes.map(whole).join(", "), hierarchical.sizes.map(whole).join(", ")],
          ["silhouette", kmeans.silhouette.toFixed(3), hierarchical.silhouette.toFixed(3)],
          ["inertia", figure(kmeans.inertia), "–"],
          ["built on", `${whole(found.figures.customers.segmented)} customers`, `${whole(hierarchical.leaves)} leaves`],
        ]}
      />
    </Section>
  );
}

function findingOf({ kmeans, hierarchical, pictures }: Found): string {
  const same = pictures.agreement.reduce((sum, row) => sum + Math.max(...row), 0);
  const all = pictures.agreement.flat().reduce((sum, count) => sum + count, 0);
  return `K-means and Ward's hierarchy agree to an adjusted Rand index of ${hierarchical.adjustedRandToKmeans.toFixed(3)}: ${whole(all - same)} of ${whole(all)} customers (${percent((all - same) / Math.max(1, all))}) lie outside the cluster that most of their segment is in; silhouettes are ${kmeans.silhouette.toFixed(3)} and ${hierarchical.silhouette.toFixed(3)}.`;
}
