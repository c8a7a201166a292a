import { useRef, useState } from "preact/hooks";
import type { TargetedPointerEvent } from "preact";
import type { Area } from "../state/area.ts";
import type { Scale } from "../state/scale.ts";

/** In pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface BrushOptions {
  readonly scales: { readonly x: Scale; readonly y: Scale };
  readonly onArea: (area: Area | null) => void;
}

interface Corner {
  readonly x: number;
  readonly y: number;
}

/** Less than this is a click, which takes the area away. */
const LEAST = 5;

/** A rectangle that is pulled up with the mouse, a pen, or a finger. */
export function useBrush({ scales, onArea }: BrushOptions) {
  const start = useRef<Corner | null>(null);
  const [drag, setDrag] = useState<Box | null>(null);
  const onPointerDown = (event: TargetedPointerEvent<HTMLCanvasElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.offsetX, y: event.offsetY };
  };
  const onPointerMove = (event: TargetedPointerEvent<HTMLCanvasElement>): void => {
    if (start.current !== null) setDrag(boxBetween(start.current, { x: event.offsetX, y: event.offsetY }));
  };
  const onPointerUp = (event: TargetedPointerEvent<HTMLCanvasElement>): void => {
    const from = start.current;
    start.current = null;
    setDrag(null);
    if (from === null) return;
    const { left, top, width, height } = boxBetween(from, { x: event.offsetX, y: event.offsetY });
    if (width < LEAST || height < LEAST) return onArea(null);
    onArea({ xMin: scales.x.toValue(left), xMax: scales.x.toValue(left + width), yMin: scales.y.toValue(top + height), yMax: scales.y.toValue(top) });
  };
  const onPointerCancel = (): void => {
    start.current = null;
    setDrag(null);
  };
  return { drag, handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel } };
}

function boxBetween(a: Corner, b: Corner): Box {
  return { left: Math.min(a.x, b.x), top: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}
