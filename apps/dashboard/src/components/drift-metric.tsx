import { useCallback } from "preact/hooks";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import type { DriftReply, HistoryReply } from "../api.ts";
import { Chart } from "../charts/chart.tsx";
import { lineOption } from "../charts/line-options.ts";
import { driftSubject, driftWords } from "../words/drift.ts";
import { Card } from "./states.tsx";

type Item = DriftReply["items"][number];

interface DriftMetricProps {
  readonly metric: string;
  /** One, or one for each segment or feature. */
  readonly items: readonly Item[];
  readonly history: HistoryReply | null;
  readonly names: ReadonlyMap<string, string>;
}

type Level = "good" | "warn" | "bad";
const LEVEL_WORDS: Readonly<Record<Level, string>> = { good: "as it should be", warn: "worth a look", bad: "past its limit" };
const HEIGHT = 170;

/** One measure of drift: where it stands against its limits, how it came there, and what to do. */
export function DriftMetric({ metric, items, history, names }: DriftMetricProps) {
  const words = driftWords(metric);
  const worst = items.reduce((most, item) => (item.value > most.value ? item : most));
  const level = levelOf(worst);
  return (
    <Card title={words.label} id={`drift-${metric}`} note={words.meaning} actions={<span class={`badge badge-${level}`}>{LEVEL_WORDS[level]}</span>}>
      <p class="drift-value" data-metric={metric}>
        <strong>{words.format(worst.value)}</strong> <span class="muted">{limitsOf(worst, words.format)}</span>
      </p>
      <History metric={metric} worst={worst} history={history} />
      {items.length > 1 && <BySubject items={items} names={names} format={words.format} />}
      {level !== "good" && <p class={`alert alert-${level}`}>{words.advice}</p>}
    </Card>
  );
}

function levelOf({ value, warn, act }: Item): Level {
  if (act !== null && value >= act) return "bad";
  return warn !== null && value >= warn ? "warn" : "good";
}

function limitsOf({ warn, act }: Item, format: (value: number) => string): string {
  const limits = [...(warn === null || warn === act ? [] : [`worth a look from ${format(warn)}`]), ...(act === null ? [] : [`to be acted on from ${format(act)}`])];
  return limits.length === 0 ? "only reported" : limits.join(", ");
}

const isKnown = (value: number | null): value is number => value !== null;

function History({ metric, worst, history }: { readonly metric: string; readonly worst: Item; readonly history: HistoryReply | null }) {
  const words = driftWords(metric);
  const points = (history?.items ?? []).flatMap(({ time, drift }): [number, number][] => ((value) => (value === undefined ? [] : [[Date.parse(time), value]]))(drift?.[metric]));
  const last = points.at(-1)?.[0];
  const option = useCallback(
    (theme: ChartTheme) =>
      lineOption({
        theme,
        series: [{ name: words.label, colour: theme.accent, points }],
        format: words.format,
        ...(words.around1 === true ? { fromZero: false } : { min: 0 }),
        max: Math.max(...[worst.act].filter(isKnown).map((act) => act * (words.around1 === true ? 1.02 : 1.15)), ...points.map(([, value]) => value * (words.around1 === true ? 1.02 : 1.1))),
        small: true,
        counted: words.counted,
        thresholds: [
          { value: worst.warn === worst.act ? null : worst.warn, colour: theme.warn, name: "look" },
          { value: worst.act, colour: theme.bad, name: "act" },
        ].flatMap(({ value, ...mark }) => (value === null ? [] : [{ value, ...mark }])),
      }),
    [metric, last, points.length, worst.warn, worst.act],
  );
  if (points.length === 0) return null;
  return <Chart label={`${words.label} over time, now ${words.format(worst.value)}`} option={option} height={HEIGHT} />;
}

interface BySubjectProps {
  readonly items: readonly Item[];
  readonly names: ReadonlyMap<string, string>;
  readonly format: (value: number) => string;
}

function BySubject({ items, names, format }: BySubjectProps) {
  return (
    <ul class="rows">
      {[...items].sort((a, b) => b.value - a.value).map((item) => (
        <li key={item.segment ?? item.feature ?? ""}>
          <span>{driftSubject(item, names)}</span>
          <span class={`badge badge-${levelOf(item)} row-end`}>{format(item.value)}</span>
        </li>
      ))}
    </ul>
  );
}
