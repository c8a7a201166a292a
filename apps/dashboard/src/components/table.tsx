import type { ComponentChildren } from "preact";

interface TableProps {
  /** What it lists, for screen readers. */
  readonly label: string;
  readonly heads: readonly ComponentChildren[];
  /** The rows. */
  readonly children: ComponentChildren;
}

/** A table that scrolls by itself, by keyboard too. */
export function Table({ label, heads, children }: TableProps) {
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={label}>
      <table class="table">
        <thead>
          <tr>
            {heads.map((head, at) => (
              <th key={at} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
