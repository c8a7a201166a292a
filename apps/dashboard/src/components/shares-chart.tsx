import type { SegmentsReply } from "@segue/shared/api/segments";
import { useCallback, useMemo } from "preact/hooks";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import type { HistoryReply } from "../api.ts";
import { Chart } from "../charts/chart.tsx";
import { lineOption } from "../charts/line-options.ts";
import type { Series } from "../charts/line-options.ts";
import { tonesOf } from "../state/tones.ts";
import { percent, wholePercent } from "../words/numbers.ts";
import { Legend } from "./legend.tsx";
import { Nothing } from "./states.tsx";

const HEIGHT = 292;

interface SharesChartProps {
  readonly history: HistoryReply;
  readonly segments: SegmentsReply | null;
}

/** How the segments have shared the customers, day by day. */
export function SharesChart({ history, segments }: SharesChartProps) {
  const current = segments?.segments;
  const ids = useMemo(() => segmentIds(history, current?.map(({ id }) => id) ?? []), [history, current?.map(({ id }) => id).join()]);
  const tones = useMemo(() => tonesOf(ids), [ids]);
  const name = (id: string): string => current?.find((segment) => segment.id === id)?.name ?? history.names[id] ?? id;
  const option = useCallback(
    (theme: ChartTheme) => lineOption({ theme, stacked: true, min: 0, max: 1, step: 0.25, format: wholePercent, series: ids.map((id) => shareSeries(history, { id, name: name(id), colour: theme.tones[tones.get(id) ?? 0] ?? "" })) }),
    [history, ids, tones],
  );
  if (history.items.length === 0) return <Nothing>The first shares show once there are segments.</Nothing>;
  const shown = current?.filter(({ id }) => tones.has(id)) ?? [];
  return (
    <>
      <Chart label={`Shares of ${ids.length} segments over time. Now: ${shown.map(({ id, share }) => `${name(id)} ${percent(share)}`).join(", ")}`} option={option} height={HEIGHT} />
      <Legend entries={ids.map((id) => ({ id, name: name(id), tone: tones.get(id) ?? 0, value: percentNow(current, id) })).reverse()} />
    </>
  );
}

function percentNow(segments: SegmentsReply["segments"] | undefined, id: string): string {
  const share = segments?.find((segment) => segment.id === id)?.share;
  return share === undefined ? "gone" : percent(share);
}

/** Smallest first, so that the largest lies on top; segments that were never more than a few days are left to the others. */
function segmentIds({ items }: HistoryReply, current: readonly string[]): readonly string[] {
  const gone = new Set(items.flatMap(({ sizes }) => Object.keys(sizes)));
  for (const id of current) gone.delete(id);
  return [...[...gone].sort(), ...[...current].reverse()];
}

function shareSeries({ items }: HistoryReply, { id, name, colour }: { readonly id: string; readonly name: string; readonly colour: string }): Series {
  const points = items.map(({ time, sizes }): [number, number] => {
    const all = Object.values(sizes).reduce((sum, size) => sum + size, 0);
    return [Date.parse(time), all === 0 ? 0 : (sizes[id] ?? 0) / all];
  });
  return { name, colour, points };
}
