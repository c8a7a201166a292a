import type { ComponentChildren } from "preact";
import { toChildArray } from "preact";

interface ChartGridProps {
  readonly children: ComponentChildren;
  /** Four charts find room in a row. */
  readonly small?: boolean;
}

/** Charts side by side, so many in a row that the last row is full where that can be. */
export function ChartGrid({ children, small }: ChartGridProps) {
  const count = toChildArray(children).length;
  if (count % 3 === 0) return <div class="charts three">{children}</div>;
  return <div class={small === true ? "charts four" : "charts"}>{children}</div>;
}
