import type { Shown } from "../charts/segment-charts.ts";
import { SegmentMark } from "./segment-mark.tsx";

interface SegmentControlsProps {
  readonly shown: Shown;
  readonly onToggle: (segment: number) => void;
  readonly onPick: (segment: number | null) => void;
}

/** Which segments the pictures below show, and which one stands out in them. */
export function SegmentControls({ shown: { names, hidden, picked }, onToggle, onPick }: SegmentControlsProps) {
  return (
    <div class="controls">
      <div class="legend" role="group" aria-label="Segments shown">
        {names.map((name, at) => (
          <button type="button" aria-pressed={!hidden.has(at)} onClick={() => onToggle(at)}>
            <SegmentMark at={at} name={name} />
          </button>
        ))}
      </div>
      <label class="pick">
        Bring out{" "}
        <select value={picked ?? ""} onChange={({ currentTarget: { value } }) => onPick(value === "" ? null : Number(value))}>
          <option value="">all alike</option>
          {names.map((name, at) => (
            <option value={at} disabled={hidden.has(at)}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <p class="aside">A button hides its segment. A click on a point, a line or a box brings its segment out in all pictures, a second one brings the others back.</p>
    </div>
  );
}
