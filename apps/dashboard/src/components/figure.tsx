import type { ComponentChildren } from "preact";

interface FigureProps {
  readonly label: string;
  /** `undefined` while it is not known. */
  readonly value: ComponentChildren;
  readonly note?: ComponentChildren;
  readonly id?: string;
}

/** A number with what it is. */
export function Figure({ label, value, note, id }: FigureProps) {
  return (
    <div class="figure" data-figure={id}>
      <dt>{label}</dt>
      <dd class="figure-value">{value ?? <span class="skeleton skeleton-figure" />}</dd>
      {note !== undefined && <dd class="figure-note">{note}</dd>}
    </div>
  );
}
