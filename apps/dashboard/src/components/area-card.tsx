import type { MapReply } from "../api.ts";
import type { Navigation } from "../state/address.ts";
import { isInside, writeArea } from "../state/area.ts";
import type { Area, Plot } from "../state/area.ts";
import { axisLabel } from "../words/axes.ts";
import { count, counted } from "../words/numbers.ts";
import { followInPlace } from "./link.ts";
import { Card, Nothing } from "./states.tsx";

interface AreaCardProps {
  readonly map: MapReply;
  readonly plot: Plot;
  readonly area: Area | null;
  readonly axes: { readonly x: string; readonly y: string };
  readonly nameOf: (segmentId: string) => string;
  readonly tones: ReadonlyMap<string, number>;
  readonly navigation: Navigation;
}

const SHOWN = 12;
const EDGES = [
  ["xMin", "x", "from"],
  ["xMax", "x", "to"],
  ["yMin", "y", "from"],
  ["yMax", "y", "to"],
] as const;

/** Who is in the chosen part of the map, and all of them as a file. */
export function AreaCard(props: AreaCardProps) {
  const { plot, area, axes, navigation } = props;
  const set = (change: Partial<Area>): void => {
    const next = { ...(area ?? everything(plot)), ...change };
    if (next.xMin <= next.xMax && next.yMin <= next.yMax) navigation.adjust({ area: writeArea(next) });
  };
  return (
    <Card
      title="Chosen customers"
      id="chosen"
      actions={
        area !== null && (
          <button type="button" class="button button-quiet" onClick={() => navigation.adjust({ area: null })}>
            Clear
          </button>
        )
      }
    >
      <fieldset class="edges">
        <legend class="visually-hidden">Edges of the chosen part</legend>
        {EDGES.map(([edge, axis, word]) => (
          <label key={edge}>
            {axisLabel(axes[axis], null)} {word}
            <input type="number" step="any" value={area === null ? "" : String(Number(area[edge].toPrecision(4)))} onChange={(event) => event.currentTarget.value !== "" && set({ [edge]: Number(event.currentTarget.value) })} />
          </label>
        ))}
      </fieldset>
      {area === null ? <Nothing>Pull up a rectangle on the map, or write its edges here.</Nothing> : <Chosen {...props} area={area} />}
    </Card>
  );
}

function everything({ x, y }: Plot): Area {
  return { xMin: Math.min(...x), xMax: Math.max(...x), yMin: Math.min(...y), yMax: Math.max(...y) };
}

function Chosen({ plot, area, axes, nameOf, tones, navigation }: AreaCardProps & { readonly area: Area }) {
  const chosen = plot.items.filter((_, at) => isInside(area, plot.x[at] ?? Number.NaN, plot.y[at] ?? Number.NaN));
  const bySegment = new Map<string, number>();
  for (const { segment } of chosen) bySegment.set(segment, (bySegment.get(segment) ?? 0) + 1);
  const query = new URLSearchParams({ ...axes, ...Object.fromEntries(Object.entries(area).map(([edge, value]) => [edge, String(value)])) });
  return (
    <>
      <p role="status" class="chosen-count">
        {counted(chosen.length, ["customer", "customers"])} of the sample
      </p>
      <ul class="rows">
        {[...bySegment].sort((a, b) => b[1] - a[1]).map(([id, customers]) => (
          <li key={id}>
            <span class={`swatch tone-${tones.get(id) ?? 0}`}>{nameOf(id)}</span>
            <span class="row-end">{count(customers)}</span>
          </li>
        ))}
      </ul>
      <a class="button button-main" href={`/v1/segments/map/customers?${query.toString()}`} download="customers.csv">
        Get everybody in it as CSV
      </a>
      <ul class="customer-ids" aria-label="Some of the chosen customers">
        {chosen.slice(0, SHOWN).map(({ customerId }) => (
          <li key={customerId}>
            <a href={navigation.href({ view: "customer", customer: customerId })} onClick={followInPlace(() => navigation.go({ view: "customer", customer: customerId }))}>
              {customerId}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
