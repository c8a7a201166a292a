import { useCallback } from "preact/hooks";
import type { ReportData } from "@segue/shared/analysis/report-data";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import { barsOption } from "../charts/bars.ts";
import { Chart } from "../charts/chart.tsx";
import { Section } from "../components/section.tsx";
import { Table } from "../components/table.tsx";
import { counted, figure, labelOf, percent, whole } from "../words.ts";

/** What the file holds, and what was done about what is wrong with it. */
export function TheData({ data: { figures } }: { readonly data: ReportData }) {
  const { rows, cleaning, columns, categories } = figures;
  const steps = cleaning.filter((step) => step.rows > 0);
  return (
    <Section number={1} title="The data" finding={findingOf(figures)}>
      <p class="aside">{figures.source.description}</p>
      <RowsChart figures={figures} />
      <Table
        caption="What was done to rows"
        head={["what", "#rows", "done"]}
        rows={[["read", whole(rows.read), ""], ...(steps.length > 0 ? steps : cleaning).map(({ what, rows: touched, action }) => [what, whole(touched), touched === 0 ? "nothing to do" : action]), ["kept", whole(rows.kept), ""]]}
      />
      {figures.source.kind === "purchases" && <Fields figures={figures} />}
      {columns.length > 0 && <OutlierChart figures={figures} />}
      <Table
        caption="Columns, one value per customer"
        head={["column", "type", "#known", "#missing", "#different", "#mean", "#median", "#least", "#largest", "#outliers (IQR)", "#outliers (MAD)"]}
        rows={[
          ...columns.map((column) => [labelOf(figures, column.name), "number", whole(column.known), whole(column.missing), whole(column.distinct), figure(column.mean), figure(column.median), figure(column.min), figure(column.max), whole(column.outliers.iqr), whole(column.outliers.mad)]),
          ...categories.map(({ label, levels }) => [label, "words", whole(levels.reduce((sum, { customers }) => sum + customers, 0)), whole(figures.customers.total - levels.reduce((sum, { customers }) => sum + customers, 0)), whole(levels.length), "", "", "", "", "", ""]),
        ]}
      />
      <p class="aside">Missing values are not filled in: a customer is compared by what is known. Outliers are counted by two rules, beyond 1.5 interquartile ranges and a modified z above 3.5, and kept: they are customers.</p>
    </Section>
  );
}

type Props = { readonly figures: ReportData["figures"] };

function RowsChart({ figures }: Props) {
  const { rows, cleaning } = figures;
  const dropped = cleaning.filter(({ action, rows: touched }) => action === "dropped" && touched > 0);
  const bars = [{ name: "kept", value: rows.kept }, ...dropped.map(({ step, rows: touched }) => ({ name: step, value: touched }))];
  const option = useCallback(
    (theme: ChartTheme) => barsOption({ names: bars.map(({ name }) => name), show: whole, series: [{ name: "rows", values: bars.map(({ value }) => value), colour: ({ accent, tones }, at) => (at === 0 ? accent : (tones[7] ?? accent)) }] }, theme),
    [figures],
  );
  return <Chart label={`Rows kept, and rows dropped by reason, of ${whole(rows.read)}`} option={option} height={40 + bars.length * 34} />;
}

const FIELD_TYPES: Readonly<Record<string, string>> = { time: "time", quantity: "number", unitPrice: "number", amount: "number" };

/** Of a purchase log: what customers are computed from. */
function Fields({ figures: { rows } }: Props) {
  return (
    <Table
      caption="Fields of the rows"
      head={["field", "type", "#known", "#missing", "#share missing"]}
      rows={Object.entries(rows.missing).map(([field, missing]) => [field, FIELD_TYPES[field] ?? "text", whole(rows.read - missing), whole(missing), percent(missing / Math.max(1, rows.read))])}
    />
  );
}

function OutlierChart({ figures }: Props) {
  const { columns } = figures;
  const option = useCallback(
    (theme: ChartTheme) =>
      barsOption(
        {
          names: columns.map(({ name }) => labelOf(figures, name)),
          show: whole,
          series: [
            { name: "beyond 1.5 interquartile ranges", values: columns.map(({ outliers }) => outliers.iqr), colour: ({ tones, accent }) => tones[4] ?? accent },
            { name: "modified z above 3.5", values: columns.map(({ outliers }) => outliers.mad), colour: ({ tones, accent }) => tones[7] ?? accent },
          ],
        },
        theme,
      ),
    [figures],
  );
  return <Chart label="Outliers by column: by interquartile range (blue) and by median absolute deviation (orange)" option={option} height={40 + columns.length * 44} />;
}

function findingOf({ rows, customers, columns }: ReportData["figures"]): string {
  const missing = Object.values(rows.missing).reduce((sum, count) => sum + count, 0);
  const most = [...columns].sort((a, b) => b.outliers.iqr - a.outliers.iqr)[0];
  const outliers = most === undefined || most.outliers.iqr === 0 ? "there are no outliers" : `${labelOf({ columns }, most.name)} has the most outliers (${whole(most.outliers.iqr)})`;
  return `Of ${counted(rows.read, "row")} ${whole(rows.kept)} (${percent(rows.kept / Math.max(1, rows.read))}) are kept, which makes ${counted(customers.total, "customer")}. There are ${counted(missing, "missing value")} and ${counted(rows.duplicates, "repeated row")}; ${outliers}.`;
}
