export interface LegendEntry {
  readonly id: string;
  readonly name: string;
  readonly tone: number;
  readonly value?: string;
}

/** Which colour is which segment, and what it amounts to. */
export function Legend({ entries }: { readonly entries: readonly LegendEntry[] }) {
  return (
    <ul class="legend">
      {entries.map(({ id, name, tone, value }) => (
        <li key={id} class={`tone-${tone}`}>
          <span class="legend-name">{name}</span>
          {value !== undefined && <span class="legend-value">{value}</span>}
        </li>
      ))}
    </ul>
  );
}
