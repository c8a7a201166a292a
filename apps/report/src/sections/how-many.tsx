import { useCallback } from "preact/hooks";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import type { Found } from "../found.ts";
import { Chart } from "../charts/chart.tsx";
import { criterionOption } from "../charts/criterion.ts";
import type { Criterion } from "../charts/criterion.ts";
import { Section } from "../components/section.tsx";
import { Table } from "../components/table.tsx";
import { figure, listed, percent } from "../words.ts";

/** Which number of segments, and what each criterion says. */
export function HowMany({ found }: { readonly found: Found }) {
  const { k } = found;
  return (
    <Section number={4} title="How many segments" finding={findingOf(found)}>
      <div class="charts three">
        {criteriaOf(k).map((criterion) => (
          <CriterionChart criterion={criterion} />
        ))}
      </div>
      <Table
        caption="K-means with each number of segments; the chosen one is marked"
        head={["k", "#inertia", "#silhouette", "#Davies-Bouldin", "#Calinski-Harabasz", "#Ward height", "#stability", "#smallest segment"]}
        rows={k.table.map((row) => [row.k, figure(row.inertia), fixed(row.silhouette), fixed(row.daviesBouldin), figure(row.calinskiHarabasz), figure(row.wardHeight), fixed(row.stability), percent(row.smallestShare)])}
        marked={k.table.findIndex((row) => row.k === k.chosen)}
      />
      <p class="aside">Inertia and Davies-Bouldin are better when low, silhouette, Calinski-Harabasz and stability when high. Stability is the mean agreement (adjusted Rand index) with fits of 80 % of the customers.</p>
    </Section>
  );
}

const fixed = (value: number | null): string => (value === null ? "–" : value.toFixed(3));

function CriterionChart({ criterion }: { readonly criterion: Criterion & { readonly label: string } }) {
  const option = useCallback((theme: ChartTheme) => criterionOption(criterion, theme), [criterion]);
  return <Chart label={criterion.label} option={option} height={190} />;
}

function criteriaOf({ table, chosen, criteria }: Found["k"]): (Criterion & { readonly label: string })[] {
  const line = (name: string, value: (row: (typeof table)[number]) => number | null, best: number | null): Criterion & { readonly label: string } => ({
    name,
    label: `${name}${best === null ? "" : `: k = ${best}`}`,
    points: table.map((row) => [row.k, value(row)]),
    chosen,
    best,
  });
  return [
    line("inertia, with its knee", (row) => row.inertia, criteria.elbow),
    line("silhouette", (row) => row.silhouette, criteria.silhouette),
    line("Davies-Bouldin index", (row) => row.daviesBouldin, criteria.daviesBouldin),
    line("Calinski-Harabasz index", (row) => row.calinskiHarabasz, criteria.calinskiHarabasz),
    line("height of Ward's merges", (row) => row.wardHeight, criteria.wardHeight),
    line("stability", (row) => row.stability, null),
  ];
}

function findingOf({ k }: Found): string {
  const { elbow, silhouette, daviesBouldin, calinskiHarabasz, wardHeight } = k.criteria;
  const said = Object.entries({ "the elbow": elbow, silhouette, "Davies-Bouldin": daviesBouldin, "Calinski-Harabasz": calinskiHarabasz, "Ward's heights": wardHeight });
  const others = said.filter(([, best]) => best !== null && best !== k.chosen).map(([name, best]) => `${name} would take ${best ?? ""}`);
  const agree = others.length === 0 ? "All criteria agree" : `Over the whole table the criteria disagree: ${listed(others)}`;
  return `${k.chosen} segments (${k.reason}). ${agree}.`;
}
