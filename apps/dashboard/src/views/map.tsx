import type { MapReply } from "../api.ts";
import { AreaCard } from "../components/area-card.tsx";
import { Legend } from "../components/legend.tsx";
import { Scatter } from "../components/scatter.tsx";
import { Card, Known, Nothing } from "../components/states.tsx";
import { plotOf, readArea, writeArea } from "../state/area.ts";
import type { Navigation } from "../state/address.ts";
import { useServices } from "../state/services.ts";
import { tonesOf } from "../state/tones.ts";
import type { LiveView } from "../state/use-live.ts";
import { useResource } from "../state/use-resource.ts";
import { useMemo } from "preact/hooks";
import { axisFormat, axisLabel, axisText } from "../words/axes.ts";
import { count } from "../words/numbers.ts";
import type { ViewProps } from "./view-props.ts";

/** The sample is drawn anew once a day of stream time, and with a model. */
const EVERY = 15_000;

/** Customers as points, by any two of what segments are made from. */
export function MapView({ navigation, live }: ViewProps) {
  const { api } = useServices();
  const map = useResource({ key: "map", load: api.map, on: ["map"], every: EVERY });
  return (
    <>
      <h2 class="view-title">Map</h2>
      <Known resource={map} what="map" tall>
        {(data) => (data.items.length === 0 ? <Nothing>There is no model yet: the map shows itself with the first one.</Nothing> : <Points map={data} navigation={navigation} live={live} />)}
      </Known>
    </>
  );
}

interface PointsProps {
  readonly map: MapReply;
  readonly navigation: Navigation;
  readonly live: LiveView;
}

function Points({ map, navigation, live }: PointsProps) {
  const axes = ["pc1", "pc2", ...map.features];
  const x = axes.includes(navigation.address.x) ? navigation.address.x : "pc1";
  const y = axes.includes(navigation.address.y) ? navigation.address.y : "pc2";
  const area = readArea(navigation.address.area);
  const plot = useMemo(() => plotOf(map, { x, y }), [map, x, y]);
  const ids = [...new Set(map.items.map(({ segment }) => segment))].sort();
  const tones = useMemo(() => tonesOf(ids), [ids.join()]);
  const current = live.segments;
  const nameOf = (id: string): string => current?.segments.find((segment) => segment.id === id)?.name ?? id;
  const currency = current?.totals.currency ?? null;
  const describe = (at: number): string => {
    const item = plot.items[at];
    return item === undefined ? "" : `${item.customerId}, ${nameOf(item.segment)}: ${axisText(x, plot.x[at] ?? 0, currency)}, ${axisText(y, plot.y[at] ?? 0, currency)}`;
  };
  return (
    <div class="columns columns-map">
      <Card title="Customers" id="points" note={`${count(plot.items.length)} of ${count(current?.totals.customers ?? plot.items.length)} customers. Pull up a rectangle to choose.`} actions={<Axes axes={axes} x={x} y={y} onChange={navigation.adjust} />}>
        <Scatter
          plot={plot}
          tones={tones}
          labels={{ x: axisLabel(x, map), y: axisLabel(y, map) }}
          format={{ x: axisFormat(x, currency), y: axisFormat(y, currency) }}
          area={area}
          onArea={(next) => navigation.adjust({ area: next === null ? null : writeArea(next) })}
          describe={describe}
          label={`${plot.items.length} customers by ${axisLabel(x, map)} and ${axisLabel(y, map)}`}
        />
        <Legend entries={ids.map((id) => ({ id, name: nameOf(id), tone: tones.get(id) ?? 0 }))} />
      </Card>
      <AreaCard plot={plot} area={area} axes={{ x, y }} nameOf={nameOf} tones={tones} navigation={navigation} map={map} />
    </div>
  );
}

interface AxesProps {
  readonly axes: readonly string[];
  readonly x: string;
  readonly y: string;
  readonly onChange: Navigation["adjust"];
}

function Axes({ axes, x, y, onChange }: AxesProps) {
  const select = (label: string, value: string, choose: (axis: string) => void) => (
    <label>
      {label}{" "}
      <select value={value} onChange={(event) => choose(event.currentTarget.value)}>
        {axes.map((axis) => (
          <option key={axis} value={axis}>
            {axisLabel(axis, null)}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <div class="axes">
      {select("Across", x, (axis) => onChange({ x: axis, area: null }))}
      {select("Up", y, (axis) => onChange({ y: axis, area: null }))}
    </div>
  );
}
